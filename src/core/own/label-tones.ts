/** From the labels of somebody else's model to tones: by their names where those are plain, else as the person says. */
import { tones, type Probabilities, type Tone } from '../contracts/analysis.ts';
import type { LabelTones } from '../contracts/own-model.ts';

const plainNames: Readonly<Record<string, Tone>> = {
  negative: 'negative',
  neg: 'negative',
  'very negative': 'negative',
  neutral: 'neutral',
  neu: 'neutral',
  positive: 'positive',
  pos: 'positive',
  'very positive': 'positive',
};

const fiveStars: readonly Tone[] = ['negative', 'negative', 'neutral', 'positive', 'positive'];

/** The tone each label plainly names, in order; null where a name does not say. */
export function guessTones(labels: readonly string[]): (Tone | null)[] {
  const plain = labels.map((label) =>
    label
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' '),
  );
  const stars = plain.map((label) => /^([1-5]) stars?$/.exec(label)?.[1]);
  // Stars say something only as a whole scale: five of them, each once.
  const isScale = stars.length === fiveStars.length && new Set(stars).size === fiveStars.length;
  return plain.map((label, index) => {
    const star = stars[index];
    return isScale && star !== undefined
      ? (fiveStars[Number(star) - 1] ?? null)
      : (plainNames[label] ?? null);
  });
}

/** Whether these tones can be read with: at least one label stands for a tone. */
export function isUsable(labelTones: LabelTones): boolean {
  return labelTones.some((tone) => tone !== null);
}

export interface TonedProbabilities {
  /** Of the tones, given that the text is of one of the labels that stand for them; they add up to 1. */
  probabilities: Probabilities;
  /** How likely it is to be of one of these labels at all. */
  share: number;
}

/**
 * What the labels' probabilities say of the tones: each tone has the sum of its labels, divided by what the labels
 * that stand for a tone have together. So nothing is made up: tones keep the proportions that the model gave them, and
 * one that no label stands for stays at 0.
 *
 * @param labelProbabilities in the order of the labels, adding up to 1
 */
export function toTones(labelProbabilities: readonly number[], labelTones: LabelTones): TonedProbabilities {
  const sums: Record<Tone, number> = { negative: 0, neutral: 0, positive: 0 };
  for (const [index, tone] of labelTones.entries()) {
    if (tone !== null) sums[tone] += labelProbabilities[index] ?? 0;
  }
  const share = sums.negative + sums.neutral + sums.positive;
  // The model is wholly sure of something that was left out: its tones are equally unlikely.
  const named = tones.filter((tone) => labelTones.includes(tone));
  const ofTone = (tone: Tone): number => {
    if (share > 0) return sums[tone] / share;
    return named.includes(tone) ? 1 / named.length : 0;
  };
  return {
    probabilities: { negative: ofTone('negative'), neutral: ofTone('neutral'), positive: ofTone('positive') },
    share: Math.min(1, share),
  };
}
