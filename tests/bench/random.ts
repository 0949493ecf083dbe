/** Numbers that look random and are the same on every machine. */
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

/** A generator from a seed: mulberry32, with normal numbers by Box and Muller. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function nextUint32(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  const next = (): number => nextUint32() / range;

  return {
    nextUint32,
    next,
    nextNormal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: <Item>(items: readonly [Item, ...Item[]]): Item =>
      items[Math.floor(next() * items.length)] ?? items[0],
  };
}
