/** The words of Files: bringing a file, seeing it read row by row, and its rows. */
import type { RowFault, TableKind } from '#core/contracts/table';
import type { RowKind, RunState } from '#core/contracts/run';
import {
  formatBytesOf,
  formatCount,
  formatList,
  formatPlural,
  formatRemaining,
  languageName,
} from './formats.ts';
import type { Messages } from './messages.ts';
import { previewWords } from './preview.ts';
import { labelWords } from './tones.ts';

const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const rows = (count: number) => formatPlural(count, 'row', 'rows');

/** More files than that are only counted. */
const mostNamed = 3;

/** "Row 11 · line 12 of the file". */
const numbered = (row: number, placeInFile: string): string =>
  placeInFile === '' ? `Row ${formatCount(row)}` : `Row ${formatCount(row)} · ${placeInFile}`;

export const filesWords = {
  title: 'Read a file of texts',
  intro: 'Every row is read on this device. Nothing of the file is sent.',
  introServer: 'Its rows go to the server you agreed to use, and not before you press Start.',
  introOffered: (host: string) =>
    `The server at ${host} can read a file for you, once you have seen what it would be sent. Nothing is sent before.`,
  introNone: 'A file can be taken in here meanwhile, but not read.',

  pick: 'Pick a file',
  orDrop: 'or drop one anywhere',
  dropHere: 'Drop the file to open it.',
  takes: 'CSV, TSV, Excel (.xlsx), JSON, JSON Lines or plain text. Up to 200 MB, Excel up to 25 MB.',
  arrival: {
    others: (names: readonly string[]) =>
      `One file at a time: ${formatList(names)} ${names.length === 1 ? 'was' : 'were'} left.`,
    refused: {
      kind: (names: readonly string[]) => `${formatList(names)} cannot be opened here.`,
      size: (names: readonly string[]) =>
        `${formatList(names)} ${names.length === 1 ? 'is' : 'are'} longer than can be read at once.`,
      unreadable: (names: readonly string[]) => `${formatList(names)} could not be read.`,
    },
    nothing: 'Nothing was changed.',
  },
  pasteTitle: 'Or paste cells from a spreadsheet',
  pasteName: 'Cells',
  pasteHint: 'Copy the rows there, paste them here. Lines without columns are a row each.',
  pasteUse: 'Look at these rows',
  pastedName: 'Pasted cells',

  earlierTitle: 'On this device',
  earlierNone: 'Files you take in are listed here.',
  history: {
    kept: (days: number | null) =>
      days === null
        ? 'A history is kept: files stay here until you erase them.'
        : `A history is kept: files stay here for ${formatPlural(days, 'day', 'days')} after they were read.`,
    notKept: 'No history is kept: when you take in a file, those read before it are removed.',
    removes: (names: readonly string[]) =>
      names.length > mostNamed
        ? `Taking this in removes ${formatCount(names.length)} files read before and all that was made of them, since no history is kept.`
        : `Taking this in removes ${formatList(names)} and all that was made of ${names.length === 1 ? 'it' : 'them'}, since no history is kept.`,
    change: 'Change it under Settings',
    changeElsewhere: 'Change it under Settings, in a tab of its own',
  },
  earlier: {
    file: 'File',
    rows: 'Rows',
    when: 'Taken in',
    state: 'State',
    erase: 'Erase',
    eraseOf: (name: string) => `Erase ${name}`,
    sure: (name: string) => `Erase ${name} and all that was read of it? This cannot be undone.`,
    yes: 'Yes, erase it',
    keep: 'Keep it',
    erased: (name: string) => `${name} is erased.`,
  },
  when: (timeMs: number) => when.format(timeMs),
  rows,
  states: {
    'taking-in': 'Being taken in',
    ready: 'Not started',
    running: 'Being read',
    paused: 'Paused',
    halted: 'Halted',
    stopped: 'Stopped',
    done: 'Done',
  } satisfies Record<RunState, string>,
  partly: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)}`,

  loading: 'One moment.',
  tryAgain: 'Try again',
  toFiles: 'All files',
  another: 'Pick another file',
  gone: 'This file is not on this device.',
  goneRest: 'It was erased, or it was taken in by another browser.',
  erasedElsewhere: 'This file was erased.',
  erasedElsewhereRest: 'That was done in another tab, or under Settings. Nothing of it is left here.',

  preview: previewWords,
  faults: {
    'too-few-cells': 'fewer cells than columns',
    'too-many-cells': 'more cells than columns',
    quotes: 'quotes that do not close',
    'not-json': 'not JSON',
    'too-long': 'longer than a row can be',
  } satisfies Record<RowFault, string>,
  /** Where a row stands in the file as other programs count it; empty where that is how rows are counted here. */
  placeInFile: {
    csv: (line: number) => `line ${formatCount(line)} of the file`,
    jsonl: (line: number) => `line ${formatCount(line)} of the file`,
    txt: (line: number) => `line ${formatCount(line)} of the file`,
    xlsx: (line: number) => `row ${formatCount(line)} of the sheet`,
    json: () => '',
  } satisfies Record<TableKind, (line: number) => string>,
  fault: (row: number, placeInFile: string, fault: string) => `${numbered(row, placeInFile)}: ${fault}`,

  taking: 'Taking in the rows',
  takingOf: (doneBytes: number, totalBytes: number) =>
    `Taking in the rows · ${formatBytesOf(doneBytes, totalBytes)}`,
  cancel: 'Cancel',
  cancelled: 'Stopped. Nothing of the file was kept.',
  takingElsewhere:
    'Its rows are being taken in, in another tab. If that tab is closed, erase this and pick the file again.',

  run: {
    columns: (names: readonly string[]) =>
      names.length === 1
        ? `column “${names[0] ?? ''}”`
        : `columns ${formatList(names.map((name) => `“${name}”`))}`,
    notRead: {
      empty: (count: number) => `${formatCount(count)} empty or n/a, not counted`,
      otherLanguage: (count: number) => `${formatCount(count)} not English, kept, not scored`,
      failed: (count: number) => `${formatCount(count)} could not be read`,
      repeated: (count: number) => `${formatCount(count)} the same as an earlier row, counted, read once`,
    },
    malformed: (count: number) =>
      `${formatPlural(count, 'malformed row', 'malformed rows')}, kept and marked`,
    more: (count: number) => `and ${formatCount(count)} more`,
    moved: 'Rows with more cells than columns count for no date, group or rating behind the text.',
    timing: 'Timing fifty rows',
    estimate: (totalMs: number) => `About ${formatRemaining(totalMs)}.`,
    closingPauses: 'Closing the tab pauses it.',
    notSent: 'Nothing of it has been sent.',
    sends: (button: string, count: number, host: string) =>
      `“${button}” sends ${formatPlural(count, 'text', 'texts')} to the server at ${host}. Empty rows stay here, and what repeats is sent once.`,
    sendsNone: (button: string) => `“${button}” sends nothing: no text is left to be read.`,
    sendsMasked: 'Personal data in them is masked.',
    keyInSettings: 'Enter one under Settings, then go on.',
    goOnLater: 'Go on in a little while.',
    start: 'Start',
    pause: 'Pause',
    goOn: 'Go on',
    stop: 'Stop',
    stopSure: 'Stop for good? What was read stays, the rest is not read.',
    stopYes: 'Yes, stop',
    stopNo: 'Not yet',
    progressName: 'Rows read',
    progress: (done: number, total: number) => `${formatCount(done)} of ${rows(total)}`,
    speed: (rowsPerSecond: number) =>
      rowsPerSecond >= 1 ? `${formatCount(rowsPerSecond)} a second` : 'less than one a second',
    left: (remainingMs: number) => `about ${formatRemaining(remainingMs)} left`,
    pausedAt: (done: number, total: number) => `Paused at ${formatCount(done)} of ${rows(total)}`,
    stoppedAt: (done: number, total: number) => `Stopped at ${formatCount(done)} of ${rows(total)}`,
    doneAll: (total: number) => `${rows(total)}, all done`,
    staysHere: 'The file stays here meanwhile.',
    waits: 'Goes on as soon as the reader is here.',
    spoken: (done: number, total: number) => `${formatCount(done)} of ${rows(total)} done`,
    erase: 'Erase this file',
    toRows: 'Its rows',
    review: 'Check its answers',
    first: (done: number, total: number) => `First ${formatCount(done)} of ${formatCount(total)}`,
    noneRead: 'Nothing has been read yet.',
    model: (names: readonly string[]) => `Read with ${formatList(names)}`,
  },

  table: {
    title: 'Rows',
    name: 'Rows of the file',
    all: 'All',
    kinds: {
      ...labelWords,
      empty: 'Empty',
      'other-language': 'Not English',
      failed: 'Not read',
      malformed: 'Malformed',
    } satisfies Record<RowKind, string>,
    tab: (name: string, count: number) => `${name} ${formatCount(count)}`,
    filters: 'Filters',
    more: 'More filters, and the order',
    search: 'Words in the text',
    sureFrom: 'Sure from',
    sureTo: 'to',
    percent: '%',
    group: 'Group',
    anyGroup: 'All groups',
    groupsOf: (count: number) => `One of ${formatCount(count)}`,
    needsReview: 'Worth a second look',
    ratingFrom: (from: number, to: number) =>
      from === to ? `Rated ${formatCount(from)}` : `Rated ${formatCount(from)}–${formatCount(to)}`,
    remove: (what: string) => `${what}, remove`,
    clear: 'Clear the filters',
    sort: 'Order',
    sorts: {
      row: 'As in the file',
      score: 'Most negative first',
      '-score': 'Most positive first',
      '-confidence': 'Surest first',
      doubt: 'Least sure first',
      date: 'Earliest first',
      '-date': 'Latest first',
      rating: 'Lowest rating first',
      '-rating': 'Highest rating first',
    },
    columns: {
      row: 'Row',
      tone: 'Tone',
      sure: 'Sure',
      text: 'Text',
      group: 'Group',
      date: 'Date',
      rating: 'Rating',
    },
    found: (count: number, total: number) => `${formatCount(count)} of ${rows(total)}`,
    noMatches: 'No row fits the filters.',
    noRows: 'There are no rows in this file.',
    notYet: 'Not read yet',
    noText: 'No text',
    said: (label: string) => `You: ${label.toLowerCase()}`,
    otherLanguage: (name: string) => `In ${name}`,
    coming: 'One moment',
    tooMany: (count: number) =>
      `The first ${formatCount(count)} are listed. Narrow them down to see the others.`,
  },

  row: {
    title: numbered,
    fault: (fault: string) => `Malformed: ${fault}`,
    close: 'Close',
    back: 'Back to the rows',
    next: 'Next row',
    previous: 'Previous row',
    verdict: 'Verdict',
    loading: 'Looking it up',
    gone: 'This row is not in the file.',
    reading: 'Finding where the model saw it',
    send: 'Send this text to the server to see where',
    evidenceLater: 'Where the model saw it is shown where there is a reader.',
    changed: (verdict: string) =>
      `In the file’s figures it stands as ${verdict}, read by an earlier version.`,
    pick: 'Pick as a quote',
    picked: 'Picked as a quote',
    cells: 'All cells of the row',
    moreCells: (place: number) => `Cell ${formatCount(place)}`,
    empty: 'There is no text in this row, or only a sign for none, such as n/a. It is kept and not scored.',
    otherLanguage: (name: string) => `This looks like ${name}. It is kept and not scored.`,
    notYet: 'This row has not been read yet.',
    textName: 'Text',
  },
  languageName: (code: string, name: string) => languageName(code) ?? name,
} as const satisfies Messages;
