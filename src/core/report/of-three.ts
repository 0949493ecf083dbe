/**
 * How the rows would divide if each had to be negative, neutral or positive. The shares of labels leave that open: what
 * is unsure or mixed leans to a side as well, and to one more often than to another.
 */
import { tones } from '../contracts/analysis.ts';
import type { ModelInfo, Probabilities, Tone } from '../contracts/analysis.ts';
import type { Summary, ToneShares } from '../contracts/report.ts';
import { wilsonInterval } from './wilson.ts';

/** Probabilities are added up in millionths, which are whole: so sums are the same in any order. */
const unit = 1_000_000;

/** Rows, and the sum of each tone's probabilities in millionths. */
export type ToneSums = Record<Tone | 'rows', number>;

export function noToneSums(): ToneSums {
  return { rows: 0, negative: 0, neutral: 0, positive: 0 };
}

export function addProbabilities(sums: ToneSums, probabilities: Probabilities): void {
  sums.rows += 1;
  for (const tone of tones) sums[tone] += Math.round(probabilities[tone] * unit);
}

/**
 * The mean probability of each tone, which of calibrated ones is the share to expect, with a 95 % interval: the score
 * interval of that mean and so many rows. A row's label varies by `p(1 - p)` on average, and which rows came varies the
 * mean by the variance of `p`; by the law of total variance the two make `m(1 - m)` of the mean `m`, as of a count. That
 * probabilities may be off for texts of this kind is not in it.
 */
export function toneShares(sums: ToneSums): ToneShares {
  const shareOf = (tone: Tone) => {
    const share = sums.rows === 0 ? 0 : Math.min(1, sums[tone] / unit / sums.rows);
    return { share, ...wilsonInterval(share, sums.rows) };
  };
  return {
    rows: sums.rows,
    shares: { negative: shareOf('negative'), neutral: shareOf('neutral'), positive: shareOf('positive') },
  };
}

/** Whether what these models say of their sureness was held against people's labels. */
export function areCalibrated(models: readonly Pick<ModelInfo, 'calibrated'>[]): boolean {
  return models.every(({ calibrated }) => calibrated !== false);
}

/** The summary without what only calibrated probabilities can tell, where those of its models are not. */
export function toldBy(summary: Summary, models: readonly Pick<ModelInfo, 'calibrated'>[]): Summary {
  if (areCalibrated(models)) return summary;
  const { ofThree: _, groups, ...rest } = summary;
  return {
    ...rest,
    groups:
      groups === null
        ? null
        : { ...groups, groups: groups.groups.map(({ name, rows, shares }) => ({ name, rows, shares })) },
  };
}
