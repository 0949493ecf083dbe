/** How many rows of each side hold a phrase: exact for as many phrases as fit, nearly so beyond. */

export type Side = 'negative' | 'positive';

export interface PhraseCount {
  phrase: string;
  negative: number;
  positive: number;
}

export interface PhraseCounts {
  /** A row of this side holds the phrase. */
  add(phrase: string, side: Side): void;
  /** A row that was added is not of this side any more. */
  remove(phrase: string, side: Side): void;
  /** @param fewest rows of one side that hold it; phrases in fewer are left out, and most are in one row only */
  entries(fewest?: number): Iterable<PhraseCount>;
}

const sides = ['negative', 'positive'] as const;
const sketchWidth = 2 ** 20;
const seeds = [0x811c9dc5, 0x01000193] as const;

/**
 * Counts in memory that has an end. While there are fewer than `mostPhrases`, all of them are counted exactly. After
 * that the rare ones are counted by their hashes only (a count-min sketch: Cormode and Muthukrishnan 2005; spilled into
 * from exact counters as by Roy, Khan and Alonso 2016) and come back with what was counted once they are frequent: a
 * count can then be too high by the few rare phrases that share both cells with it, and hardly depends on the order.
 */
export function createPhraseCounts(mostPhrases = 30_000): PhraseCounts {
  const counts = new Map<string, Record<Side, number>>();
  /** Phrases in fewer rows than this are not kept by name. */
  let floor = 1;
  let sketch: Record<Side, readonly [Uint16Array, Uint16Array]> | undefined;

  function cellsOf(phrase: string): readonly [number, number] {
    return [hash(phrase, seeds[0]) % sketchWidth, hash(phrase, seeds[1]) % sketchWidth];
  }

  function spill(): void {
    const into = (sketch ??= {
      negative: [new Uint16Array(sketchWidth), new Uint16Array(sketchWidth)],
      positive: [new Uint16Array(sketchWidth), new Uint16Array(sketchWidth)],
    });
    while (counts.size > mostPhrases / 2) {
      floor += 1;
      for (const [phrase, count] of counts) {
        if (count.negative + count.positive >= floor) continue;
        counts.delete(phrase);
        for (const side of sides) change(into[side], cellsOf(phrase), count[side]);
      }
    }
  }

  /** A phrase that was rare until now: what was counted of it by hash, with this row. */
  function recall(phrase: string, side: Side): Record<Side, number> | null {
    const count = { negative: 0, positive: 0 };
    if (sketch !== undefined) {
      const cells = cellsOf(phrase);
      for (const each of sides) count[each] = least(sketch[each], cells);
      if (count.negative + count.positive + 1 < floor) {
        change(sketch[side], cells, 1);
        return null;
      }
      for (const each of sides) change(sketch[each], cells, -count[each]);
    }
    count[side] += 1;
    return count;
  }

  return {
    add(phrase, side) {
      const known = counts.get(phrase);
      if (known !== undefined) {
        known[side] += 1;
        return;
      }
      const count = recall(phrase, side);
      if (count === null) return;
      counts.set(phrase, count);
      if (counts.size > mostPhrases) spill();
    },
    remove(phrase, side) {
      const known = counts.get(phrase);
      if (known === undefined) {
        if (sketch === undefined) return;
        const cells = cellsOf(phrase);
        change(sketch[side], cells, -Math.min(1, least(sketch[side], cells)));
        return;
      }
      known[side] = Math.max(0, known[side] - 1);
      if (known.negative + known.positive === 0) counts.delete(phrase);
    },
    *entries(fewest = 1) {
      for (const [phrase, count] of counts)
        if (count.negative >= fewest || count.positive >= fewest) yield { phrase, ...count };
    },
  };
}

function least(rows: readonly [Uint16Array, Uint16Array], cells: readonly [number, number]): number {
  return Math.min(rows[0][cells[0]] ?? 0, rows[1][cells[1]] ?? 0);
}

function change(
  rows: readonly [Uint16Array, Uint16Array],
  cells: readonly [number, number],
  by: number,
): void {
  if (by === 0) return;
  rows[0][cells[0]] = (rows[0][cells[0]] ?? 0) + by;
  rows[1][cells[1]] = (rows[1][cells[1]] ?? 0) + by;
}

/** FNV-1a over the UTF-16 units, with a last stir so that the low bits are worth as much as the high ones. */
export function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
