/** A rating column held against the reading. */
import type { VerdictLabel } from '../contracts/analysis.ts';
import type { CountsByLabel, Ratings } from '../contracts/report.ts';
import { addCounts, labelShares, noneByLabel } from './by-label.ts';

/** Where the scales end that people use; one that ends elsewhere ends at its highest rating. */
const usualEnds = [1, 5, 7, 10, 100] as const;
/** Ratings that differ more finely than this many are shown in steps of the scale. */
const mostRatings = 12;
/** Ratings are told apart to a hundredth, so that there is an end to them. */
const precision = 100;

export interface RatingCounts {
  /** @param rating null where the row has none */
  add(rating: number | null, label: VerdictLabel): void;
  ratings(): Ratings;
}

export function createRatingCounts(): RatingCounts {
  const byRating = new Map<number, CountsByLabel>();
  let unrated = 0;

  return {
    add(rating, label) {
      if (rating === null || !Number.isFinite(rating)) {
        unrated += 1;
        return;
      }
      const value = Math.round(rating * precision) / precision;
      const counts = byRating.get(value) ?? noneByLabel();
      counts[label] += 1;
      byRating.set(value, counts);
    },
    ratings() {
      const { lowest, highest } = scaleOf([...byRating.keys()]);
      const fifths = ((highest - lowest) * 2) / 5;
      const grain = highest - lowest > 1 || [...byRating.keys()].every(Number.isInteger) ? 1 : 0.1;
      const high = { from: tidy(Math.ceil(tidy((highest - fifths) / grain)) * grain), to: highest };
      const low = { from: lowest, to: tidy(Math.floor(tidy((lowest + fifths) / grain)) * grain) };
      const countIn = ({ from, to }: { from: number; to: number }, label: VerdictLabel): number =>
        [...byRating].reduce(
          (sum, [rating, counts]) => sum + (rating >= from && rating <= to ? counts[label] : 0),
          0,
        );
      return {
        lowest,
        highest,
        byRating: [...inSteps(byRating, highest - lowest)]
          .toSorted(([a], [b]) => a - b)
          .map(([rating, counts]) => ({ rating, ...labelShares(counts) })),
        highReadsNegative: { ...high, count: countIn(high, 'negative') },
        lowReadsPositive: { ...low, count: countIn(low, 'positive') },
        unrated,
      };
    },
  };
}

/**
 * The scale that ratings are on. Not the lowest and highest that were given: in a file of complaints two stars of five
 * are not the best.
 */
function scaleOf(ratings: readonly number[]): { lowest: number; highest: number } {
  if (ratings.length === 0) return { lowest: 1, highest: 5 };
  const least = ratings.reduce((a, b) => Math.min(a, b));
  const most = ratings.reduce((a, b) => Math.max(a, b));
  const lowest = least < 0 ? Math.floor(least) : least < 1 ? 0 : 1;
  // Ones alone, or with zeros, are yes and no; from one upwards the shortest scale has five.
  const end = usualEnds.find((usual) => usual >= most && usual > lowest);
  const highest = least < 0 && most <= 1 ? Math.max(0, Math.ceil(most), -lowest) : (end ?? Math.ceil(most));
  return { lowest, highest };
}

function inSteps(byRating: ReadonlyMap<number, CountsByLabel>, span: number): Map<number, CountsByLabel> {
  if (byRating.size <= mostRatings) return new Map(byRating);
  const step = 10 ** Math.round(Math.log10(span / 10));
  const steps = new Map<number, CountsByLabel>();
  for (const [rating, counts] of byRating) {
    const rounded = tidy(Math.floor(tidy(rating / step)) * step);
    const sums = steps.get(rounded) ?? noneByLabel();
    addCounts(sums, counts);
    steps.set(rounded, sums);
  }
  return steps;
}

/** A tenth of a scale is seldom what it should be to the last bit. */
function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
