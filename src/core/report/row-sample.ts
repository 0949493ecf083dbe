/** Some of the rows, so that it can be told which phrases stand in the same ones. */
import type { Span } from '../contracts/analysis.ts';
import { hash } from './phrase-counts.ts';
import type { Side } from './phrase-counts.ts';
import { foldedRuns } from './phrases.ts';

/** Texts that are held, each with how often it came. */
const mostTexts = 2_000;
/** What is held of one. */
const mostCharacters = 1_000;
/** Of fewer rows it cannot be told. */
const fewestRows = 3;
const seed = 0x9e3779b1;

interface Held {
  runs: string;
  negative: number;
  positive: number;
}

/** @param share 0 to 1 */
export type SameRows = (one: string, other: string, share: number) => boolean;

export interface RowSample {
  /** As `move` of `DriverCounts`. */
  move(text: string, sentences: readonly Span[], from: Side | null, to: Side | null): void;
  /**
   * Whether two phrases stand in the same rows of a side: those that hold both are at least `share` of those that hold
   * either (Jaccard), and no fewer than can tell. It is asked much of the same `one`; the sample stands still meanwhile.
   */
  sameRows(side: Side): SameRows;
}

/**
 * All rows while there are few; of more texts those with the smallest hashes, which is a sample at random that does not
 * depend on their order.
 */
export function createRowSample(): RowSample {
  const held = new Map<number, Held>();
  let threshold = 2 ** 32;

  function makeRoom(): void {
    while (held.size > mostTexts) {
      threshold /= 2;
      for (const key of held.keys()) if (key >= threshold) held.delete(key);
    }
  }

  return {
    move(text, sentences, from, to) {
      const key = hash(text.slice(0, mostCharacters), seed);
      if (key >= threshold) return;
      let row = held.get(key);
      if (row === undefined) {
        if (to === null) return;
        row = { runs: foldedRuns(text, sentences, mostCharacters), negative: 0, positive: 0 };
        held.set(key, row);
      }
      if (from !== null) row[from] = Math.max(0, row[from] - 1);
      if (to !== null) row[to] += 1;
      if (row.negative + row.positive === 0) held.delete(key);
      else makeRoom();
    },
    sameRows(side) {
      const rows = [...held.values()].filter((row) => row[side] > 0);
      const weightOf = (some: readonly Held[]): number => some.reduce((sum, row) => sum + row[side], 0);
      const known = new Map<string, { holding: readonly Held[]; weight: number }>();
      const holdingOf = (phrase: string): { holding: readonly Held[]; weight: number } => {
        const before = known.get(phrase);
        if (before !== undefined) return before;
        const holding = rows.filter(({ runs }) => runs.includes(` ${phrase} `));
        const found = { holding, weight: weightOf(holding) };
        known.set(phrase, found);
        return found;
      };
      return (one, other, share) => {
        const { holding, weight } = holdingOf(one);
        if (weight < fewestRows) return false;
        // Most phrases are told apart by a few rows.
        let missed = 0;
        for (const row of holding) {
          if (!row.runs.includes(` ${other} `)) missed += row[side];
          if (missed > (1 - share) * weight) return false;
        }
        const both = weight - missed;
        const either = weight + holdingOf(other).weight - both;
        return both >= share * either;
      };
    },
  };
}
