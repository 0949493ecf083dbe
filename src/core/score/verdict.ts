/** From logits to a verdict: calibrate, then decide. */
import type { Probabilities, ReviewReason, Tone, VerdictLabel } from '../contracts/analysis.ts';
import type { Manifest } from '../contracts/manifest.ts';
import { likeliest } from './likeliest.ts';

/** Logits in the order of `tones`. */
export type Logits = readonly [number, number, number];

export type Thresholds = Manifest['thresholds'];

/**
 * Calibrated probabilities: the softmax of the logits divided by the temperature (Guo et al., On Calibration
 * of Modern Neural Networks, ICML 2017).
 */
export function calibrate(logits: Logits, temperature: number): Probabilities {
  const largest = Math.max(...logits);
  const [negative = 0, neutral = 0, positive = 0] = logits.map((logit) =>
    Math.exp((logit - largest) / temperature),
  );
  const sum = negative + neutral + positive;
  return { negative: negative / sum, neutral: neutral / sum, positive: positive / sum };
}

/** What one reading says by itself. */
export interface Reading {
  readonly label: Tone | 'unsure';
  readonly confidence: number;
}

/** The likeliest tone if it is sure enough, else unsure; the confidence is its probability either way. */
export function read(probabilities: Probabilities, thresholds: Thresholds): Reading {
  const tone = likeliest(probabilities);
  const confidence = probabilities[tone];
  return { label: confidence >= thresholds.answer ? tone : 'unsure', confidence };
}

export interface Verdict {
  readonly label: VerdictLabel;
  readonly confidence: number;
}

/**
 * The verdict on a text or sentence from its own reading and those of its parts. Mixed comes first: one part
 * positive and one negative, both sure enough; its confidence is the lesser of the two surest.
 */
export function decide(whole: Reading, parts: readonly Verdict[]): Verdict {
  const surest = (label: Tone): number =>
    parts.reduce((best, part) => (part.label === label ? Math.max(best, part.confidence) : best), 0);
  const confidence = Math.min(surest('positive'), surest('negative'));
  return confidence > 0 ? { label: 'mixed', confidence } : whole;
}

/** Why a person should look at a verdict; empty when there is no reason. */
export function reviewReasons(
  verdict: Verdict,
  thresholds: Thresholds,
  languageSupported: boolean,
): ReviewReason[] {
  const reasons: ReviewReason[] = [];
  if (verdict.label === 'unsure') reasons.push('unsure');
  else if (verdict.label === 'mixed') reasons.push('mixed');
  else if (verdict.confidence < thresholds.review) reasons.push('doubtful');
  if (!languageSupported) reasons.push('language');
  return reasons;
}
