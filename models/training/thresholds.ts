/** Chooses the temperature and the two thresholds. */
import type { Tone } from '#core/contracts/analysis';
import { likeliest } from '#core/score/likeliest';
import { calibrate, type Logits } from '#core/score/verdict';
import { answerOf } from './metrics.ts';

/** Logits of one labelled text, and the classes its file is scored over. */
export interface LabelledLogits {
  readonly logits: Logits;
  readonly gold: Tone;
  readonly classes: readonly Tone[];
}

const temperatureRange = { from: 0.3, to: 5 } as const;
const searchSteps = 60;
const leastAnswers = 20;

/** Mean negative log-likelihood of the labels at a temperature; two-class files with neutral left out. */
export function negativeLogLikelihood(rows: readonly LabelledLogits[], temperature: number): number {
  const total = rows.reduce((sum, { logits, gold, classes }) => {
    const probabilities = calibrate(logits, temperature);
    const all = classes.reduce((mass, tone) => mass + probabilities[tone], 0);
    return sum - Math.log(Math.max(probabilities[gold] / all, Number.MIN_VALUE));
  }, 0);
  return total / rows.length;
}

/** The temperature with the least negative log-likelihood, by golden-section search (the loss is convex in 1/T). */
export function fitTemperature(rows: readonly LabelledLogits[]): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let from = 1 / temperatureRange.to;
  let to = 1 / temperatureRange.from;
  const loss = (inverse: number): number => negativeLogLikelihood(rows, 1 / inverse);
  for (let step = 0; step < searchSteps; step += 1) {
    const left = to - ratio * (to - from);
    const right = from + ratio * (to - from);
    if (loss(left) < loss(right)) to = right;
    else from = left;
  }
  return 2 / (from + to);
}

/** What a person sees of a text: the likeliest of all three tones, and whether it is the label. */
export function shownAnswer(
  { logits, gold }: Pick<LabelledLogits, 'logits' | 'gold'>,
  temperature: number,
): { confidence: number; right: boolean } {
  const probabilities = calibrate(logits, temperature);
  const tone = likeliest(probabilities);
  return { confidence: probabilities[tone], right: tone === gold };
}

/** The lowest confidence from which on, pooled, at least `target` of the answers are right; 1 when there is none. */
export function lowestThreshold(
  answers: readonly { confidence: number; right: boolean }[],
  target: number,
): number {
  const surestFirst = answers.toSorted((a, b) => b.confidence - a.confidence);
  let right = 0;
  let threshold = 1;
  for (const [i, answer] of surestFirst.entries()) {
    right += Number(answer.right);
    // A threshold cannot part answers that are equally sure.
    const isLastOfEquals = surestFirst[i + 1]?.confidence !== answer.confidence;
    if (isLastOfEquals && i + 1 >= leastAnswers && right / (i + 1) >= target) threshold = answer.confidence;
  }
  return threshold;
}

/** Renormalised answers at a temperature, for the calibration error. */
export function answersAt(
  rows: readonly LabelledLogits[],
  temperature: number,
): { confidence: number; right: boolean }[] {
  return rows.map(({ logits, gold, classes }) =>
    answerOf({ gold, probabilities: calibrate(logits, temperature) }, classes),
  );
}
