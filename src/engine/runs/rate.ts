/** How fast rows are read just now: over the last while, since texts differ in length and devices slow down. */

export interface Rate {
  /** @param rows how many are done by now */
  note(rows: number): void;
  /** Null until a portion is in. */
  rowsPerSecond(): number | null;
}

const windowMs = 30_000;
/** So many are looked at however long ago they were, where each takes longer than the window. */
const fewest = 3;

/**
 * Counts from its making, not from the first portion: several engines end theirs at the same time, and between two of
 * those it would seem to be a hundred times as fast as it is.
 *
 * @param rows how many are done when it begins
 * @param nowMs milliseconds that only ever grow
 */
export function createRate(rows: number, nowMs: () => number = () => performance.now()): Rate {
  const noted = [{ timeMs: nowMs(), rows }];
  return {
    note(done) {
      noted.push({ timeMs: nowMs(), rows: done });
      while (noted.length > fewest && (noted[0]?.timeMs ?? 0) < nowMs() - windowMs) noted.shift();
    },
    rowsPerSecond() {
      const [first, last] = [noted[0], noted.at(-1)];
      if (first === undefined || last === undefined || last.timeMs <= first.timeMs) return null;
      return ((last.rows - first.rows) / (last.timeMs - first.timeMs)) * 1000;
    },
  };
}
