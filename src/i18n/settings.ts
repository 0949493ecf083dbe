/** The words of Settings. */
import { formatBytes, formatPlural } from './formats.ts';
import type { Messages } from './messages.ts';

export const settingsWords = {
  title: 'Kept on this device',
  intro: (isServerAgreed: boolean, isHistoryKept: boolean) => {
    const where = isServerAgreed
      ? 'What is listed here lies on this device. Under “Sent from this tab”, further down, stands what goes to the server you agreed to.'
      : 'Nothing of this leaves the device.';
    return `${where} ${isHistoryKept ? 'A history is kept.' : 'History is not kept.'}`;
  },
  what: 'What',
  howMany: 'How many',
  howLarge: 'How large',
  erase: 'Erase',
  eraseOf: (what: string) => `Erase ${what}`,
  eraseAll: 'Erase everything',
  eraseAllSure: 'Erase all of it? This cannot be undone.',
  eraseAllYes: 'Yes, erase everything',
  keep: 'Keep it',
  kept: {
    corrections: 'Your corrections',
    textCount: (count: number) => formatPlural(count, 'text', 'texts'),
    runs: 'Files and their readings',
    runsNote: 'with every row of them',
    history: 'History of readings',
    blindChecks: 'Blind checks and your answers',
    themes: 'Your themes',
    themesNote: 'your line for unsure, and the rows you quote',
    themesCount: (files: number, next: number) => {
      const ofFiles = formatPlural(files, 'file', 'files');
      return next === 0 ? ofFiles : `${ofFiles}, ${formatPlural(next, 'theme', 'themes')} for the next`;
    },
    draft: 'The text in the box',
    draftNote: 'until this tab closes',
    characterCount: (count: number) => formatPlural(count, 'character', 'characters'),
    aside: 'Texts put aside',
    asideNote: 'pinned or replaced, until this tab closes',
    shares: 'Shared, not opened yet',
    shareCount: (count: number) => formatPlural(count, 'share', 'shares'),
    reader: 'The reader',
    readerNote: 'unpacked: more than was fetched',
    fileCount: (count: number) => formatPlural(count, 'file', 'files'),
    ownModel: 'Your own model',
    app: 'The app’s own files',
    appNote: 'so that it opens without a network',
    appNeeded: 'needed while there is no network',
    notes: 'Small notes',
    notesNote: 'about this device, none of your texts',
    noteCount: (count: number) => formatPlural(count, 'note', 'notes'),
    erased: 'Erased.',
    fetchedAgain: 'What the app needs is fetched again at the next visit.',
    appKept: 'What the app needs was kept: without a network it could not be fetched again.',
  },
  bytes: (bytes: number) => formatBytes(bytes),
  sentTitle: 'Sent from this tab',
  sent: (bytes: number) => `${formatBytes(bytes)} of your text sent since this tab was opened.`,
  serverAgreed: 'You agreed to use the server until this tab closes: texts that you have read go to it.',
  serverKey: 'Enter a key',
  serverWithdraw: 'Stop using the server',
  install: {
    title: 'As an app',
    ask: 'In a window of its own, also without a network. Other apps can share texts with it.',
    button: 'Install',
    ios: 'On an iPhone or iPad it is put on the Home Screen by hand:',
    iosSteps: [
      'Open the Share menu of the browser, the square with an arrow.',
      'Choose “Add to Home Screen”.',
      'Press “Add”.',
    ],
    menu: 'Where this browser can install a page, its menu offers it. In a tab everything works as well, also without a network.',
    installed: 'Installed on this device.',
    version: (name: string) => `Version ${name}`,
  },
  keysTitle: 'Keys',
  keys: {
    read: { keys: 'Ctrl or Cmd + Enter', effect: 'reads the text at once' },
    escape: { keys: 'Escape', effect: 'stops a reading, or clears the box with an Undo' },
    arrows: { keys: 'Arrow up, arrow down', effect: 'go from sentence to sentence' },
    words: { keys: 'Arrow left, arrow right', effect: 'go to the marked words of a sentence' },
  },
} as const satisfies Messages;
