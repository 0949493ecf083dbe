/** How right and how honest a model is on labelled texts. */
import { tones, type Probabilities, type Tone, type VerdictLabel } from '#core/contracts/analysis';
import { likeliest } from '#core/score/likeliest';
import type { Half } from './halves.ts';
import { expectedCalibrationError, type Answer } from './reliability.ts';

/** One labelled text and what the pipeline said of it. */
export interface Prediction {
  readonly gold: Tone;
  readonly probabilities: Probabilities;
  readonly label: VerdictLabel;
  /** The calibrated probability of the likeliest tone. */
  readonly confidence: number;
  readonly half: Half;
  /** Content tokens of the text. */
  readonly tokens: number;
}

/** The likeliest class of a text among those its file has, with its renormalised probability. */
export interface ClassAnswer extends Answer {
  readonly gold: Tone;
  readonly predicted: Tone;
}

export interface Scores {
  readonly texts: number;
  readonly accuracy: number;
  readonly macroF1: number;
  /** Expected calibration error over 15 bins of equal width. */
  readonly ece: number;
  readonly unsureShare: number;
  readonly mixedShare: number;
  /** Of the texts shown with one tone, the share whose label that is. */
  readonly rightWhenToned: number;
}

/** What share of `items` holds; 0 of none. */
export function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}

/** The classes a file is scored over: a file without one neutral text is one of two classes. */
export function classesOf(predictions: readonly Pick<Prediction, 'gold'>[]): readonly Tone[] {
  return predictions.some(({ gold }) => gold === 'neutral') ? tones : ['negative', 'positive'];
}

/** Leaves the classes that a file does not have out and lets the rest add up to 1. */
export function renormalise(probabilities: Probabilities, classes: readonly Tone[]): Probabilities {
  if (classes.length === tones.length) return probabilities;
  const sum = classes.reduce((total, tone) => total + probabilities[tone], 0);
  const of = (tone: Tone): number => (classes.includes(tone) ? probabilities[tone] / sum : 0);
  return { negative: of('negative'), neutral: of('neutral'), positive: of('positive') };
}

/** Mean of the F1 of each class; a class that neither occurs nor is predicted counts 0. */
export function macroF1(pairs: readonly { gold: Tone; predicted: Tone }[], classes: readonly Tone[]): number {
  const f1 = classes.map((tone) => {
    const hits = pairs.filter(({ gold, predicted }) => gold === tone && predicted === tone).length;
    const mentions = pairs.reduce(
      (sum, { gold, predicted }) => sum + Number(gold === tone) + Number(predicted === tone),
      0,
    );
    return mentions === 0 ? 0 : (2 * hits) / mentions;
  });
  return f1.reduce((sum, value) => sum + value, 0) / classes.length;
}

/** The likeliest class of a prediction among `classes`, its renormalised probability, and whether it is right. */
export function answerOf(
  { gold, probabilities }: Pick<Prediction, 'gold' | 'probabilities'>,
  classes: readonly Tone[],
): ClassAnswer {
  const renormalised = renormalise(probabilities, classes);
  // Of two classes the published convention gives a tie to positive.
  const predicted =
    classes.length === 2
      ? renormalised.positive >= renormalised.negative
        ? 'positive'
        : 'negative'
      : likeliest(renormalised);
  return { gold, predicted, confidence: renormalised[predicted], right: predicted === gold };
}

/** The answers to the texts of one file, over the classes it has. */
export function answersOf(predictions: readonly Prediction[]): ClassAnswer[] {
  const classes = classesOf(predictions);
  return predictions.map((prediction) => answerOf(prediction, classes));
}

/**
 * Scores predictions; the shares are of the verdicts as given.
 *
 * @param answers to the same texts: of several files together, each over its own classes
 */
export function scorePredictions(
  predictions: readonly Prediction[],
  answers: readonly ClassAnswer[] = answersOf(predictions),
): Scores {
  const toned = predictions.filter(({ label }) => label !== 'unsure' && label !== 'mixed');
  return {
    texts: predictions.length,
    accuracy: share(answers, ({ right }) => right),
    macroF1: macroF1(answers, classesOf(predictions)),
    ece: expectedCalibrationError(answers),
    unsureShare: share(predictions, ({ label }) => label === 'unsure'),
    mixedShare: share(predictions, ({ label }) => label === 'mixed'),
    rightWhenToned: share(toned, ({ label, gold }) => label === gold),
  };
}
