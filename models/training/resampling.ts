/** How far chance alone moves a figure: drawn again and again, from a fixed seed. */

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

/** A copy of `items` in random order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
}

/** The least of `values` that at least the share `at` of them does not exceed; NaN of none. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(at * sorted.length) - 1)] ?? Number.NaN;
}

/** The mean; 0 of none. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const resamples = 2000;

/** The means of 2,000 samples, each as large as `values` and drawn from them with replacement. */
export function resampledMeans(values: readonly number[], random: Random): number[] {
  return Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i += 1) sum += values[Math.floor(random() * values.length)] ?? 0;
    return values.length === 0 ? 0 : sum / values.length;
  });
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The middle 95 % of resampled figures: the percentile interval (Efron, Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). */
export function intervalOf(figures: readonly number[]): Interval {
  return { low: quantile(figures, 0.025), high: quantile(figures, 0.975) };
}
