/** The words of reading on a server: the agreement to it, the wait for it, and what goes wrong there. */
import type { PersonalDataKind } from '#core/text/mask';
import { formatCount, formatPlural, formatRemaining } from './formats.ts';
import type { Messages } from './messages.ts';

const kinds: Record<PersonalDataKind, readonly [string, string]> = {
  email: ['mail address', 'mail addresses'],
  link: ['link', 'links'],
  card: ['card number', 'card numbers'],
  account: ['account number', 'account numbers'],
  machine: ['machine address', 'machine addresses'],
  number: ['phone or other long number', 'phone or other long numbers'],
  name: ['@name', '@names'],
};

export const serverWords = {
  offer: (host: string) => `The server at ${host} can read for you. Nothing is sent before you agree.`,
  show: 'See what would be sent',
  would: 'This would be sent, word for word',
  to: 'To',
  body: 'Content',
  empty: 'Write or paste a text first; it is shown here as it would be sent.',
  mask: 'Mask personal data before it is sent',
  maskNote:
    'Mail addresses, links, numbers of phones, cards and accounts, machine addresses and @names. Names in plain words stay: only you can take those out.',
  looking: 'Looking for personal data.',
  notLooked: 'What looks for personal data could not be fetched. Nothing has been sent.',
  masked: (counts: ReadonlyMap<PersonalDataKind, number>) =>
    counts.size === 0
      ? 'Nothing to mask was found.'
      : `Masked: ${[...counts].map(([kind, count]) => formatPlural(count, ...kinds[kind])).join(', ')}. What is struck through stays here; what is underlined is sent in its place.`,
  unmasked: 'Masking is off: the text is sent as it stands.',
  repeats:
    'Every change of the text is sent as well, until you close this tab. “Read it anyway” sends it once more, and “Test these words” sends it without each of up to five words.',
  agree: 'Agree and send',
  decline: 'Send nothing',
  tryAgain: 'Try again',

  /** Of the rows of a file. */
  rows: {
    firstOf: (shown: number, count: number) =>
      shown < count
        ? `These are the first ${formatCount(shown)} of ${formatPlural(count, 'text', 'texts')}. The others follow in requests of the same form.`
        : `${count === 1 ? 'This is the one text' : `These are all ${formatCount(count)} texts`} of the file that would be sent.`,
    once: 'Each text is sent once, and again where you ask for it in its row. Empty rows, cells in other columns and the name of the file stay here.',
    session:
      'What you write under Read is sent as well, until you close this tab. Of another file nothing is sent before you ask for it.',
    nothing: 'There is no text left in this file that would be sent.',
    looking: 'Looking up the texts of the file.',
  },

  waiting: (leftMs: number) => `Waiting for the server, trying again in ${formatRemaining(leftMs)}`,
  asking: 'Waiting for the server',
  stop: 'Stop',

  paused: 'The server failed several times in a row.',
  askAgainIn: (leftMs: number) => `It can be asked again in ${formatRemaining(leftMs)}.`,
  askAgainNow: 'It can be asked again now.',
  askAgainLater: 'Try again in a little while.',
  withdraw: 'Stop using the server',
  asksAgain: 'It is asked again by itself until it answers.',
  problems: {
    busy: 'The server has too much to do at the moment.',
    share: 'This is more than the server reads for you at a time.',
    stopping: 'The server is being stopped, or started anew.',
    late: 'The server could not read this in time.',
    lateRest: 'A shorter text has better chances. Or try again in a little while.',
  },

  keyNeeded: 'This server asks for a key.',
  keyRest: 'Whoever runs it can give you one.',
  keyWrong: 'The server does not take this key.',
  keyWrongRest: 'Look whether all of it is there, or ask whoever runs the server for another one.',
  keyForbidden: 'This key does not allow texts to be read.',
  keyForbiddenRest: 'Ask whoever runs the server for one that does.',
  keyLabel: (host: string) => `Key for ${host}`,
  keyKept: 'Kept until this tab closes, and sent to this server alone.',
  keyOdd: 'A key has no spaces and only plain letters, digits and signs.',
  keyUse: 'Use this key',
  keyForget: 'Forget the key',
  keyHere: 'The key you entered is kept until this tab closes.',
} as const satisfies Messages;
