/** Where a model draws its lines. */
import type { Manifest } from '#core/contracts/manifest';
import type { Thresholds } from '#core/score/verdict';

/** A model of the person's own says nothing of its lines: more likely than not is an answer there. */
const unknown: Thresholds = { answer: 0.5, review: 0.5 };

export function thresholdsOf(manifest: Manifest | null): Thresholds {
  return manifest?.thresholds ?? unknown;
}
