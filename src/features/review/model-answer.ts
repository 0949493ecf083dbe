/** What the model says of a row, in words. */
import { likeliest } from '#core/score/verdict';
import type { RowReading } from '#core/contracts/row-result';
import { wholePercents } from '../../i18n/formats.ts';
import { reviewWords } from '../../i18n/review.ts';
import { labelWords, toneWords } from '../../i18n/tones.ts';

/** "Negative · 84 % sure", "Unsure · leans negative, 48 %", "Mixed". */
export function modelAnswer({ label, probabilities }: RowReading): string {
  if (label === 'mixed') return labelWords.mixed;
  const percents = wholePercents(probabilities);
  const tone = likeliest(probabilities);
  return label === 'unsure'
    ? reviewWords.leans(toneWords[tone], percents[tone])
    : reviewWords.sure(labelWords[label], percents[label]);
}

/** The label within a sentence: "negative". */
export function inSentence(label: keyof typeof labelWords): string {
  return labelWords[label].toLowerCase();
}
