/** The words of the history. */
import type { VerdictLabel } from '#core/contracts/analysis';
import type { RunState } from '#core/contracts/run';
import { formatPlural, formatShare } from './formats.ts';
import type { Messages } from './messages.ts';
import { labelWords } from './tones.ts';

const locale = 'en-GB';
const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

const runStates = {
  'taking-in': 'not taken in',
  ready: 'not read yet',
  running: 'being read',
  paused: 'paused',
  halted: 'halted',
  stopped: 'stopped',
  done: 'read',
} as const satisfies Record<RunState, string>;

export const historyWords = {
  title: 'History',
  off: 'No history is kept. A text you read is gone when the tab closes. Of files you had read, only the last one stays; one not read to its end stays until you erase it.',
  on: 'Texts you read and files you took in are kept here, on this device only.',
  keep: 'Keep a history',
  keptFor: 'Keep it for',
  retention: (days: number | null) => {
    if (days === null) return 'until I erase it';
    return days === 365 ? 'a year' : formatPlural(days, 'day', 'days');
  },
  stays: 'What was kept before stays until its time is over or you erase it.',
  search: 'Search the history',
  found: (count: number, isSearch: boolean, isKept: boolean) =>
    isSearch
      ? `${formatPlural(count, 'entry holds', 'entries hold')} these words.`
      : `${isKept ? '' : 'Still here: '}${formatPlural(count, 'entry', 'entries')}`,
  none: 'Nothing is kept yet.',
  noneFound: 'Nothing here holds these words.',
  more: 'Show more',
  verdict: (label: VerdictLabel, confidence: number) => {
    if (label === 'mixed') return labelWords.mixed;
    return `${labelWords[label]} · ${formatShare(confidence)}${label === 'unsure' ? '' : ' sure'}`;
  },
  run: (rows: number, state: RunState) => `${formatPlural(rows, 'row', 'rows')}, ${runStates[state]}`,
  time: (timeMs: number) => times.format(timeMs),
  open: 'Open',
  openOf: (name: string) => `Open ${name}`,
  erase: 'Erase',
  eraseOf: (name: string) => `Erase ${name} from the history`,
  erased: 'Erased.',
} as const satisfies Messages;
