/** Shares of a count, with the interval that says how far to trust them. */
import type { Share } from '../contracts/report.ts';

/** Of the standard normal distribution: between minus and plus this lie 95 %. */
export const z95 = 1.959963984540054;

export interface Interval {
  low: number;
  high: number;
}

/**
 * The 95 % score interval of a share, 0 to 1 (Wilson, Probable inference, the law of succession, and statistical
 * inference, JASA 1927). Of nothing everything may be true: 0 to 1.
 *
 * @param share 0 to 1
 * @param of how many independent answers it comes from; need not be whole
 */
export function wilsonInterval(share: number, of: number): Interval {
  if (of <= 0) return { low: 0, high: 1 };
  const squared = z95 * z95;
  const centre = share + squared / (2 * of);
  const reach = z95 * Math.sqrt((share * (1 - share)) / of + squared / (4 * of * of));
  const total = 1 + squared / of;
  // Rounding must not push an end past the share itself, which 0 and 1 would show.
  return {
    low: Math.max(0, Math.min(share, (centre - reach) / total)),
    high: Math.min(1, Math.max(share, (centre + reach) / total)),
  };
}

/** A count as a share of a whole, with its 95 % interval; 0 of nothing. */
export function shareOf(count: number, of: number): Share {
  const share = of > 0 ? count / of : 0;
  return { count, of, share, ...wilsonInterval(share, of) };
}
