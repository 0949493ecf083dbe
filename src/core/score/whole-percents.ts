/** Probabilities as the whole percents that a person sees, and that what narrows rows down by them goes by. */
import { tones } from '../contracts/analysis.ts';
import type { Judged, Probabilities, Tone } from '../contracts/analysis.ts';
import { likeliest } from './likeliest.ts';

/**
 * Parts of a whole, 0 to 1, as whole percents that add up to 100 where the parts add up to 1: each is rounded down, then
 * the largest remainders get what is missing (Hamilton's method), and of equal ones the largest part, which it changes
 * least.
 */
export function wholeParts(parts: readonly number[]): number[] {
  // A hair more, since hundredths have no exact binary form.
  const percents = parts.map((part) => part * 100 + 1e-9);
  const missing = Math.round(percents.reduce((sum, percent) => sum + (percent % 1), 0));
  const byRemainder = percents
    .map((percent, place) => ({ place, percent, millionths: Math.floor((percent % 1) * 1e6) }))
    .toSorted((a, b) => b.millionths - a.millionths || b.percent - a.percent);
  const raised = new Set(byRemainder.slice(0, missing).map(({ place }) => place));
  return percents.map((percent, place) => Math.floor(percent) + (raised.has(place) ? 1 : 0));
}

/** Probabilities as whole percents that add up to 100. */
export function wholePercents(probabilities: Probabilities): Record<Tone, number> {
  const [negative = 0, neutral = 0, positive = 0] = wholeParts(tones.map((tone) => probabilities[tone]));
  return { negative, neutral, positive };
}

/** The percent that belongs to a verdict, or null where none is told: parts that disagree have no common figure. */
export function verdictPercent({ label, probabilities }: Judged): number | null {
  if (label === 'mixed') return null;
  return wholePercents(probabilities)[label === 'unsure' ? likeliest(probabilities) : label];
}

/** What a range of sureness takes a row by: the percent that is shown, and of parts that disagree the lesser one. */
export function surePercent(judged: Judged & { confidence: number }): number {
  return verdictPercent(judged) ?? Math.round(judged.confidence * 100);
}
