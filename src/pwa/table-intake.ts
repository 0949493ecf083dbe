/** Tables that come to the app from outside, or from another place of it: held until Files takes them. */
import { createObservable } from '#core/observable';
import type { Refusal } from './text-file.ts';

export interface TableArrival {
  /** Null when none came that can be opened. */
  file: File | null;
  /** Names of more files that came with it: one is opened at a time. */
  others: readonly string[];
  refused: readonly Refusal[];
}

const waiting = createObservable<TableArrival | null>(null);

export const tableIntake = {
  get: waiting.get,
  subscribe: waiting.subscribe,
  /** Hands over what has come, and forgets it. */
  take(): TableArrival | null {
    const arrival = waiting.get();
    waiting.set(null);
    return arrival;
  },
  /** What came last is opened; a file that nobody has taken by then is one of the others. */
  arrive(next: TableArrival): void {
    const before = waiting.get();
    if (before === null) {
      waiting.set(next);
      return;
    }
    const unopened = next.file === null || before.file === null ? [] : [before.file.name];
    waiting.set({
      file: next.file ?? before.file,
      others: [...before.others, ...unopened, ...next.others],
      refused: [...before.refused, ...next.refused],
    });
  },
};
