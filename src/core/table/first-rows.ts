/** Which text stood in which row first: a table of digests, since the texts themselves would fill the memory. */

/** 128 bits as four numbers of 32. */
type Words = readonly [number, number, number, number];

const wordsPerEntry = 5;

export interface FirstRows {
  /**
   * The row in which this text stood first: an earlier one, or `row` itself, which is remembered then.
   *
   * @param digest eight UTF-16 units
   */
  firstOf(digest: string, row: number): number;
  /** How many different texts there were. */
  readonly size: number;
}

/**
 * Open addressing with linear steps, at most half full: twenty bytes an entry. Two texts of one digest would be taken
 * for one; among a million rows the odds of that are one in 10^26.
 */
export function createFirstRows(): FirstRows {
  let capacity = 1 << 12;
  let entries = new Uint32Array(capacity * wordsPerEntry);
  let size = 0;

  /** Where the entry of the digest is, or the free place for it. The row is kept plus one: zero is a free place. */
  function placeOf(table: Uint32Array, [a, b, c, d]: Words): number {
    const mask = table.length / wordsPerEntry - 1;
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const at = slot * wordsPerEntry;
      if (table[at + 4] === 0) return at;
      if (table[at] === a && table[at + 1] === b && table[at + 2] === c && table[at + 3] === d) return at;
    }
  }

  function put(table: Uint32Array, digest: Words, rowAndOne: number): void {
    const at = placeOf(table, digest);
    table.set(digest, at);
    table[at + 4] = rowAndOne;
  }

  function grow(): void {
    capacity *= 2;
    const larger = new Uint32Array(capacity * wordsPerEntry);
    for (let at = 0; at < entries.length; at += wordsPerEntry) {
      const [a = 0, b = 0, c = 0, d = 0, rowAndOne = 0] = entries.subarray(at, at + wordsPerEntry);
      if (rowAndOne !== 0) put(larger, [a, b, c, d], rowAndOne);
    }
    entries = larger;
  }

  return {
    get size() {
      return size;
    },
    firstOf(digest, row) {
      const words = wordsOf(digest);
      const known = entries[placeOf(entries, words) + 4] ?? 0;
      if (known !== 0) return known - 1;
      if ((size + 1) * 2 > capacity) grow();
      put(entries, words, row + 1);
      size += 1;
      return row;
    },
  };
}

function wordsOf(digest: string): Words {
  const word = (place: number): number =>
    (digest.charCodeAt(place) | (digest.charCodeAt(place + 1) << 16)) >>> 0;
  return [word(0), word(2), word(4), word(6)];
}
