/** Probabilities as the whole percents that a person sees, and that what narrows rows down by them goes by. */
import { tones } from '../contracts/analysis.ts';
import type { Judged, Probabilities, Tone } from '../contracts/analysis.ts';
import { likeliest } from './likeliest.ts';

/**
 * Probabilities as whole percents that add up to 100: each is rounded down, then the largest remainders get what is
 * missing (Hamilton's method).
 */
export function wholePercents(probabilities: Probabilities): Record<Tone, number> {
  const shares = tones.map((tone) => {
    const exact = probabilities[tone] * 100;
    const whole = Math.floor(exact);
    return { tone, whole, remainder: exact - whole };
  });
  const missing = 100 - shares.reduce((sum, share) => sum + share.whole, 0);
  const byRemainder = shares.toSorted((a, b) => b.remainder - a.remainder);
  const raised = new Set(byRemainder.slice(0, missing).map((share) => share.tone));
  const percents: Record<Tone, number> = { negative: 0, neutral: 0, positive: 0 };
  for (const { tone, whole } of shares) percents[tone] = whole + (raised.has(tone) ? 1 : 0);
  return percents;
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
