/** How far chance alone moves a figure: drawn again and again, from a fixed seed. */

import type { Random } from './random.ts';

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
