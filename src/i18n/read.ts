/** The words of Read. */
import {
  formatBytes,
  formatBytesOf,
  formatCount,
  formatDuration,
  formatList,
  formatPlural,
  formatRemaining,
} from './formats.ts';
import type { Messages } from './messages.ts';

export const readWords = {
  title: 'Read the tone of a text',
  lead: 'Read the tone of an English text. It stays on this device.',
  leadServer: 'Read the tone of an English text. The server reads it for this device.',
  yourText: 'Your text',
  placeholder: 'Write or paste here',
  characters: (count: number) => formatPlural(count, 'character', 'characters'),
  readsWhileTyping: 'Reads while you type',
  readLines: 'Read each line on its own',
  linesName: 'Lines of my text.txt',
  dropHere: 'Drop a text file or a table to open it.',
  readsWhenHere: 'Reads as soon as it is here.',
  readsWhenStarted: 'Start the reader to have this read.',
  reading: 'Reading',
  readingParts: (done: number, total: number) =>
    `Reading · ${formatCount(done)} of ${formatPlural(total, 'part', 'parts')}`,
  cancel: 'Cancel',
  cleared: 'Cleared.',
  broughtBack: 'Brought back.',
  undo: 'Undo',
  stopped: 'Stopped',
  stoppedRest: 'This text was not read to the end.',
  readIt: 'Read it',
  tryAgain: 'Try again',

  verdict: 'Verdict',
  sure: 'sure',
  leans: (tone: string) => `leans ${tone},`,
  unsureLeaning: (tone: string, percent: string) => `Unsure, leans ${tone} ${percent}`,
  percentHelp: (percent: number) =>
    `Of 100 test texts read this surely, about ${formatCount(percent)} matched people’s labels.`,
  tally: (parts: readonly { count: number; tone: string }[], unit: 'sentence' | 'clause') =>
    parts
      .map(({ count, tone }, index) =>
        index === 0 ? `${formatPlural(count, unit, `${unit}s`)} ${tone}` : `${formatCount(count)} ${tone}`,
      )
      .join(', '),
  asAWhole: 'Taken as a whole',
  worthASecondLook: 'worth a second look',
  onDevice: (totalMs: number) => `On this device, ${formatDuration(totalMs)}.`,
  onServer: (totalMs: number) => `On the server, ${formatDuration(totalMs)}.`,
  bytesSent: (bytes: number) => `${formatBytes(bytes)} of your text sent.`,
  notItsLanguage: 'Read although it does not look like English.',
  tryOffline: 'It also works offline: switch off Wi-Fi and try again.',
  courseStart: 'Start',
  courseEnd: 'End',
  toTheVerdict: 'To the verdict',

  sentences: 'Sentences',
  example: 'Example',
  whereSeen: 'Where the model saw it',
  readBeforehand: 'Read beforehand by this model',
  tryExample: 'Put it in the box',
  towards: (tone: string, step: 1 | 2 | 3) => `${{ 1: 'slightly ', 2: '', 3: 'strongly ' }[step]}${tone}`,

  arrival: {
    shared: 'Shared with Undertone.',
    fromHistory: 'From your history.',
    opened: (names: readonly string[]) => `From ${formatList(names)}.`,
    empty: (names: readonly string[]) => `${formatList(names)} ${names.length === 1 ? 'is' : 'are'} empty.`,
    putAside: 'The text you had here is put aside.',
    bringBack: 'Bring my text back',
    letGo: 'Let it go',
    refused: {
      kind: (names: readonly string[]) =>
        `${formatList(names)} cannot be opened here, only plain text and tables: CSV, TSV, JSON, JSON lines, Excel (.xlsx). Nothing was changed.`,
      size: (names: readonly string[]) =>
        `${formatList(names)} ${names.length === 1 ? 'is' : 'are'} longer than can be read at once. Nothing was changed.`,
      unreadable: (names: readonly string[]) =>
        `${formatList(names)} could not be read as text. Nothing was changed.`,
    },
    lost: 'What was shared did not arrive, and nothing of it was kept. Share it again, or paste it here.',
  },

  pin: 'Pin this version',
  pinned: 'Pinned',
  pinnedSame: 'Change the text to compare.',
  change: (from: string, to: string) => `${from} → ${to}`,
  unchanged: (verdict: string) => `${verdict}, as before`,
  pinBack: 'Back to it',
  unpin: 'Unpin',

  testWords: 'Test these words',
  withoutWord: 'Without each word',
  testingWord: 'reading',
  stays: (verdict: string) => `stays ${verdict}`,
  testNothing: 'No single word stands out here.',
  close: 'Close',

  correct: 'Correct this',
  correctQuestion: 'What would you call it?',
  correctCancel: 'Leave it',
  corrected: (label: string) => `You call it ${label}.`,
  correctSaved: 'Saved here. The model does not learn from it.',

  gettingReader: (loadedBytes: number, totalBytes: number, remainingMs: number | null) =>
    [
      'Getting the reader',
      formatBytesOf(loadedBytes, totalBytes),
      remainingMs === null ? null : formatRemaining(remainingMs),
    ]
      .filter((part) => part !== null)
      .join(' · '),
  gettingReaderName: 'Getting the reader',
  onceThenOffline: 'Once; then it works offline.',
  inMemoryOnly: 'For this visit: there is no room to keep it on this device.',
  stop: 'Stop',
  startingReader: 'Getting the reader ready.',
  getReader: (totalBytes: number | null) =>
    totalBytes === null ? 'Get the reader' : `Get the reader · ${formatBytes(totalBytes)}, once`,
  getReaderNote: 'It reads on this device, also without a network. You can write meanwhile.',
  readerStopped: 'The reader was not fetched.',
  startAgain: 'Start again',

  own: {
    lead: 'Read the tone of a text with your own model. It stays on this device.',
    readBeforehand: 'Read beforehand by Undertone’s own model',
    readBy: (name: string) => `Read by “${name}”, your own model. Its percentages are not calibrated.`,
    percentHelp: 'This is how likely your own model takes it to be. Its percentages are not calibrated.',
    showsNotWhere: 'This model does not show where it saw it.',
    readWithOurs: 'Read with Undertone’s own again',
  },

  otherLanguage: (language: string | null) =>
    language === null ? 'This does not look like English.' : `This looks like ${language}.`,
  otherLanguageRest: 'Undertone reads English. What it says of another language would mean little.',
  readAnyway: 'Read it anyway',

  serverProblem: 'The server has not read this.',
  serverWaits: 'Waiting for the server. It is asked again shortly.',
} as const satisfies Messages;
