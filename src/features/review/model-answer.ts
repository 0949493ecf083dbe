/** What the model says of a row, in words. */
import { likeliest } from '#core/score/likeliest';
import type { RowReading } from '#core/contracts/row-result';
import { verdictPercent } from '#core/score/whole-percents';
import { reviewWords } from '../../i18n/review.ts';
import { labelWords, toneWords } from '../../i18n/tones.ts';

/** "Negative · 84 % sure", "Unsure · leans negative, 48 %", "Mixed". */
export function modelAnswer(reading: RowReading): string {
  const percent = verdictPercent(reading);
  if (percent === null) return labelWords[reading.label];
  return reading.label === 'unsure'
    ? reviewWords.leans(toneWords[likeliest(reading.probabilities)], percent)
    : reviewWords.sure(labelWords[reading.label], percent);
}

/** The label within a sentence: "negative". */
export function inSentence(label: keyof typeof labelWords): string {
  return labelWords[label].toLowerCase();
}
