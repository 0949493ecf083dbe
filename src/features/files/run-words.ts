/** What there is to say of a run: what it holds, what was left out, how far it has come. */
import type { Run } from '#core/contracts/run';
import { filesWords } from '../../i18n/files.ts';
import type { RunStanding } from '../../engine/runs/runs.ts';
import { haltWords } from './halt-words.ts';
import { columnName } from './shape-words.ts';

const separator = ' · ';

/** "column “Comment” · 5,000 rows · 412 empty or n/a, not counted · 38 not English, kept, not scored". */
export function contentsLine(run: Run): string {
  const { columns, roles, counts } = run;
  const words = filesWords.run;
  const named = roles.text.map((column) => columnName(columns, column));
  const isPlain = run.shape.kind === 'txt';
  return [
    isPlain ? '' : words.columns(named),
    filesWords.rows(run.rows),
    counts.empty > 0 ? words.notRead.empty(counts.empty) : '',
    counts.otherLanguage > 0 ? words.notRead.otherLanguage(counts.otherLanguage) : '',
    counts.failed > 0 ? words.notRead.failed(counts.failed) : '',
    counts.repeated > 0 ? words.notRead.repeated(counts.repeated) : '',
  ]
    .filter((part) => part !== '')
    .join(separator);
}

/** "3,087 of 4,550 rows · 58 a second · about 25 s left", as far as that is known. */
export function progressLine({ run, rowsPerSecond, remainingMs }: RunStanding): string {
  const words = filesWords.run;
  const { counts, rows, state } = run;
  if (state === 'paused') return words.pausedAt(counts.rows, rows);
  if (state === 'stopped') return words.stoppedAt(counts.rows, rows);
  if (state === 'done') return words.doneAll(rows);
  return [
    words.progress(counts.rows, rows),
    state === 'running' && rowsPerSecond !== null ? words.speed(rowsPerSecond) : '',
    state === 'running' && remainingMs !== null ? words.left(remainingMs) : '',
  ]
    .filter((part) => part !== '')
    .join(separator);
}

/** So many times is progress spoken over a whole run. */
const spokenSteps = 4;

/**
 * What the live region says: every change of state, and progress only at a few places.
 *
 * @param server as for `haltWords`
 */
export function spokenRun(run: Run, server: Parameters<typeof haltWords>[1]): string {
  const words = filesWords.run;
  const { state, counts, rows, haltedBy } = run;
  switch (state) {
    case 'taking-in':
    case 'ready':
      return '';
    case 'running': {
      const step = rows === 0 ? 0 : Math.floor((counts.rows / rows) * spokenSteps);
      return words.spoken(Math.floor((step * rows) / spokenSteps), rows);
    }
    case 'halted': {
      if (haltedBy === null) return filesWords.states.halted;
      const { message, rest } = haltWords(haltedBy, server);
      return `${message} ${rest}`;
    }
    case 'paused':
    case 'stopped':
    case 'done':
      return progressLine({ run, rowsPerSecond: null, remainingMs: null });
  }
}
