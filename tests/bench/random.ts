/** Numbers of several kinds that look random and are the same on every machine. */
import { createRandom as createNumbers } from '../../models/training/random.ts';

export interface Random {
  /** 0 to 2^32 - 1 */
  nextUint32(): number;
  /** 0 up to, not including, 1 */
  next(): number;
  /** Normally distributed around 0 with deviation 1. */
  nextNormal(): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

const range = 2 ** 32;

/** A generator from a seed; normal numbers by Box and Muller. */
export function createRandom(seed: number): Random {
  const next = createNumbers(seed);
  return {
    // A whole number was divided by the range, which loses nothing.
    nextUint32: () => next() * range,
    next,
    nextNormal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: <Item>(items: readonly [Item, ...Item[]]): Item =>
      items[Math.floor(next() * items.length)] ?? items[0],
  };
}
