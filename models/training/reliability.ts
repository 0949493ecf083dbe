/** Whether a model is as right as it says: confidence held against accuracy. */
import { createRandom } from './random.ts';
import { meanOf, quantile } from './resampling.ts';

/** One answer: how sure it was, 0 to 1, and whether it was right. */
export interface Answer {
  readonly confidence: number;
  readonly right: boolean;
}

/** Answers of like confidence; means of none are 0. */
export interface ReliabilityBin {
  readonly texts: number;
  readonly meanConfidence: number;
  readonly rightShare: number;
}

/** What the calibration error would be by sampling alone, were every confidence true. */
export interface CalibrationFloor {
  readonly mean: number;
  /** 95th percentile: an error above it is significant. */
  readonly p95: number;
}

export const calibrationBins = 15;
const floorDraws = 200;
const floorSeed = 1;

function binIndex(confidence: number): number {
  return Math.min(calibrationBins - 1, Math.floor(confidence * calibrationBins));
}

/** Answers by their confidence, in 15 bins of equal width from 0 to 1. */
export function reliabilityBins(answers: readonly Answer[]): ReliabilityBin[] {
  return Array.from({ length: calibrationBins }, (_, bin) => {
    const own = answers.filter(({ confidence }) => binIndex(confidence) === bin);
    return {
      texts: own.length,
      meanConfidence: meanOf(own.map(({ confidence }) => confidence)),
      rightShare: meanOf(own.map(({ right }) => Number(right))),
    };
  });
}

/**
 * Expected calibration error (Naeini et al., AAAI 2015): the mean distance of confidence and accuracy over
 * 15 bins of equal width, weighted by how many answers fall into each; 0 of no answers.
 */
export function expectedCalibrationError(answers: readonly Answer[]): number {
  const distance = reliabilityBins(answers).reduce(
    (sum, { texts, meanConfidence, rightShare }) => sum + texts * Math.abs(meanConfidence - rightShare),
    0,
  );
  return answers.length === 0 ? 0 : distance / answers.length;
}

/**
 * The calibration error of a model whose every confidence is true: right or wrong drawn from the confidences
 * given, 200 times from a fixed seed (consistency resampling: Bröcker, Smith, Weather and Forecasting 22, 2007).
 */
export function calibrationFloor(answers: readonly Pick<Answer, 'confidence'>[]): CalibrationFloor {
  const random = createRandom(floorSeed);
  const errors = Array.from({ length: floorDraws }, () => {
    // Confidence less accuracy of each bin, times its answers: all that the error needs, without a list for each draw.
    const excess = new Float64Array(calibrationBins);
    for (const { confidence } of answers) {
      const bin = binIndex(confidence);
      excess[bin] = (excess[bin] ?? 0) + confidence - Number(random() < confidence);
    }
    const distance = excess.reduce((sum, value) => sum + Math.abs(value), 0);
    return answers.length === 0 ? 0 : distance / answers.length;
  });
  return { mean: meanOf(errors), p95: quantile(errors, 0.95) };
}
