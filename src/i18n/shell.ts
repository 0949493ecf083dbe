/** The words that stand around every place. */
import type { Messages } from './messages.ts';

export const shellWords = {
  name: 'Undertone',
  skip: 'Skip to the content',
  places: 'Places',
  placeNames: { read: 'Read', files: 'Files', review: 'Review', models: 'Models', settings: 'Settings' },
  documentTitle: {
    read: 'Undertone',
    files: 'Files · Undertone',
    review: 'Review · Undertone',
    models: 'Models · Undertone',
    settings: 'Settings · Undertone',
  },
  updateReady: 'A new version is ready',
  updateUse: 'Use the new version',
  updateWanted: 'New version once this is done',
  updatePostpone: 'Not yet',
  offline: 'Offline',
  reload: 'Reload',
  tryAgain: 'Try again',
  placeComing: 'One moment.',
  nowhere: 'There is nothing at this address.',
  toRead: 'Read a text',
  unsafe: 'Undertone needs a safe connection',
  unsafeRest:
    'Browsers let it read only at an address that begins with https, or on the machine that it runs on. Ask whoever runs it for one.',
} as const satisfies Messages;
