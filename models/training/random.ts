/** Random numbers that come again: what is drawn follows from the seed alone. */

/** Numbers from 0 up to, not including, 1. */
export type Random = () => number;

const range = 2 ** 32;

/** A generator that gives the same numbers for the same seed on every machine: mulberry32 (Ettinger, 2017). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / range;
  };
}
