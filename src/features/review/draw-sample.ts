/** Draws places out of many at random: a simple random sample without replacement, in the order drawn. */

/**
 * The same seed draws the same places again.
 *
 * Each place is as likely as any other at every draw (a shuffle of Fisher and Yates, broken off after `size`), and what
 * was drawn first is a simple random sample itself, of whatever length.
 *
 * @param total how many places there are, from 0
 * @param size how many are wanted; all of them come, in random order, where there are no more
 * @param seed an integer of 32 bits
 */
export function drawSample(total: number, size: number, seed: number): number[] {
  const random = createRandom(seed);
  // Only what was moved is written down, so that a large file costs no more than a small one.
  const moved = new Map<number, number>();
  const drawn: number[] = [];
  for (let next = 0; next < Math.min(size, total); next += 1) {
    const place = next + below(total - next, random);
    drawn.push(moved.get(place) ?? place);
    moved.set(place, moved.get(next) ?? next);
  }
  return drawn;
}

/** A seed nobody has chosen. */
export function chooseSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

const range = 2 ** 32;

/** A whole number from 0 to below `limit`, each as likely: numbers beyond the last full round are drawn again. */
function below(limit: number, random: () => number): number {
  const fair = range - (range % limit);
  let value = random();
  while (value >= fair) value = random();
  return value % limit;
}

/** SplitMix32: whole numbers of 32 bits (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}
