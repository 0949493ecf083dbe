/** What the pictures of a run are drawn from. Plain data: made in a worker or on the command line, drawn anywhere. */
import type { Tone, VerdictLabel } from './analysis.ts';
import type { RunCounts, TrendUnit } from './run.ts';

export type CountsByLabel = Record<VerdictLabel, number>;

/** A share with its 95 % interval (Wilson), all 0 to 1. */
export interface Share {
  count: number;
  of: number;
  share: number;
  low: number;
  high: number;
}

export interface LabelShares {
  rows: number;
  shares: Record<VerdictLabel, Share>;
}

/**
 * How rows would divide if each had to be one of three: the mean probability of each tone over all that were read,
 * wherever the line for *unsure* lies. All 0 to 1, with a 95 % interval.
 */
export interface ToneShares {
  rows: number;
  shares: Record<Tone, Pick<Share, 'share' | 'low' | 'high'>>;
}

/** Rows by score, -1 to 1, in bins of equal width; `to` is excluded but in the last. */
export interface ScoreBin {
  from: number;
  to: number;
  count: number;
  /** As these rows read, which is not always the side of their score. */
  byLabel: CountsByLabel;
}

/**
 * What a line for *unsure* makes of the rows, wherever it is drawn: of 0 to 1, in a hundred bins of equal width; `to` is
 * excluded but in the last.
 */
export interface ConfidenceBin {
  from: number;
  to: number;
  /** Rows that are unsure from a line above this bin on: till then they have a tone, or are mixed by their parts. */
  count: number;
  /**
   * Added up from a bin to the last: how many rows have a tone with the line at the beginning of the bin. A bin may have
   * less than none, since a row that was mixed has a tone again once its parts are too doubtful.
   */
  answers: number;
  /** Of the probabilities of these answers: over them, it is how many are expected to be right. */
  sum: number;
}

export interface TrendPoint extends LabelShares {
  /** First day of the period, ISO 8601. */
  from: string;
}

export interface Trend {
  unit: TrendUnit;
  /** In order. Periods without a row that was read are left out: a single wrong date would fill centuries with them. */
  points: TrendPoint[];
  /** Rows that were read and have no date, or one that cannot be understood. */
  undated: number;
}

export interface GroupShares extends LabelShares {
  name: string;
  /** Of its rows, as `Summary` has it of all. */
  ofThree?: ToneShares;
}

export interface Groups {
  /** The largest first, at most as many as a picture holds. */
  groups: GroupShares[];
  /** How many groups are left out, and their rows together. */
  others: { groups: number; rows: number };
}

/** A word or phrase that is more common on one side than on the other. */
export interface Driver {
  phrase: string;
  /** Rows of this side that hold it, and of the other. */
  count: number;
  otherCount: number;
  /** Log-odds with an informative Dirichlet prior over its standard error (Monroe, Colaresi and Quinn 2008). */
  z: number;
}

/**
 * The most telling first, at most twenty a side. Words that only say how something was found (*bad*, *not good*) come
 * after those that name something, and only where these would make a short list.
 */
export interface Drivers {
  negative: Driver[];
  positive: Driver[];
  /** Rows of each side. */
  of: { negative: number; positive: number };
}

/** The shares are of its parts, not of the rows: a row may praise the food in one and complain of it in another. */
export interface ThemeShares extends LabelShares {
  name: string;
  /** Clauses, and sentences without clauses, that hold one of its words, by their own tone; `rows` are the rows they stand in. */
  parts: number;
}

export interface RatingShares extends LabelShares {
  rating: number;
}

export interface Ratings {
  /** Of the scale, whether or not they were given: 1 to 5 where there are only twos and threes. */
  lowest: number;
  highest: number;
  byRating: RatingShares[];
  /** Where rating and reading disagree: the upper or lower two fifths of the scale, read the other way. */
  highReadsNegative: { from: number; to: number; count: number };
  lowReadsPositive: { from: number; to: number; count: number };
  /** Rows that were read and have no rating. */
  unrated: number;
}

export interface Summary {
  counts: RunCounts;
  all: LabelShares;
  /** Not there where the model's probabilities were not held against labels. */
  ofThree?: ToneShares;
  scores: ScoreBin[];
  confidences: ConfidenceBin[];
  /** The three of the same column that the person chose; null where they chose none. */
  trend: Trend | null;
  groups: Groups | null;
  ratings: Ratings | null;
  drivers: Drivers;
  themes: ThemeShares[];
}
