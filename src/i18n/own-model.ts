/** The words around a model that a person brought along. */
import type { Tone } from '#core/contracts/analysis';
import { formatBytesOf, formatList } from './formats.ts';
import type { Messages } from './messages.ts';
import { toneWords } from './tones.ts';

export const ownModelWords = {
  title: 'Your own model',
  intro:
    'A text classification model of your own can read in the place of Undertone’s. It takes a folder or zip file in the layout of Hugging Face, with config.json, tokenizer.json and an ONNX file. It stays on this device.',
  pickFolder: 'Pick a folder',
  pickZip: 'Pick a zip file',
  unnamed: 'Unnamed model',
  orDrop: 'or drop it here',
  pickOther: 'Pick another one:',
  dropHere: 'Drop it here',

  taking: 'Taking it in',
  takingOf: (doneBytes: number, totalBytes: number) =>
    `Taking it in · ${formatBytesOf(doneBytes, totalBytes)}`,
  stop: 'Stop',
  stopping: 'Stopping',
  stopped: 'Stopped. Nothing was changed.',
  missing: (file: string) => `Missing: ${file}.`,
  readerStays: (isOwnInUse: boolean) =>
    isOwnInUse ? 'Your model from before stays in use.' : 'Undertone’s own reader stays in use.',

  here: (size: string) => `Here, not in use · ${size}`,
  inUse: (size: string) => `In use · ${size}`,
  waitsForLabels: (size: string) => `Here · ${size} · say first what its labels mean`,
  memoryOnly: 'It is in memory for this visit: this browser does not keep it.',
  notCalibrated: 'Its percentages are not calibrated: nobody has compared them with people’s own labels.',
  readsAs: (labels: readonly { label: string; tone: Tone | null }[]) =>
    formatList(
      labels.map(({ label, tone }) =>
        tone === null ? `“${label}” is left out` : `“${label}” is read as ${toneWords[tone]}`,
      ),
    ),
  readWithIt: 'Read with it',
  trying: 'Trying it out',
  readWithOurs: 'Read with Undertone’s own again',
  serverReads: 'The server reads for this tab. Stop using it in Settings to read with a model of your own.',
  remove: 'Remove it',
  removed: 'Removed.',

  labelsTitle: 'What do its labels mean?',
  labelsNote: 'A label that is left out stands for no tone. Where it is the likeliest, the answer is unsure.',
  labelsMissing: 'Say it of every label, and give at least one of them a tone.',
  choose: 'Choose',
  leaveOut: 'Leave out',
  saveLabels: 'That is what they mean',
  keepLabels: 'Leave it',
  changeLabels: 'Change what its labels mean',

  readsNow: (name: string) => `Your own model, “${name}”, is reading`,
  versionWaits: (size: string) => `Here for when your own model is not in use · takes ${size}`,
} as const satisfies Messages;
