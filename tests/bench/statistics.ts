/** The middle value; of an even count, the mean of the middle two. NaN when there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The least value that is not below a share (0..1) of them. NaN when there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** `numerators[i] / denominators[i]` for every round: what slows the whole machine for a moment cancels out. */
export function ratios(numerators: readonly number[], denominators: readonly number[]): number[] {
  return numerators.map((numerator, i) => numerator / (denominators[i] ?? Number.NaN));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
