/** Where a model draws its lines. */
import type { ModelInfo } from '#core/contracts/analysis';
import type { Manifest } from '#core/contracts/manifest';
import type { Thresholds } from '#core/score/verdict';

/** A model of the person's own has no lines of its own: more likely than not is an answer there. */
const brought: Thresholds = { answer: 0.5, review: 0.5 };

/**
 * The lines by which rows were read; null where they are not known: by another version than the one there is now, or
 * by several that do not agree.
 *
 * @param models what the rows were read with; none where nothing has been read
 */
export function knownThresholds(manifest: Manifest | null, models: readonly ModelInfo[]): Thresholds | null {
  if (models.length === 0) return manifest?.thresholds ?? brought;
  const lines = models.map((model) => linesOf(manifest, model));
  const [first = null] = lines;
  const isOne = lines.every((line) => line?.answer === first?.answer && line?.review === first?.review);
  return isOne ? first : null;
}

function linesOf(manifest: Manifest | null, { version, sha256, calibrated }: ModelInfo): Thresholds | null {
  if (calibrated === false) return brought;
  const isNow = manifest?.version === version && manifest.files.weights.sha256 === sha256;
  return isNow ? manifest.thresholds : null;
}

/** The same, or where they are not known those of the model there is now, for a line to begin with. */
export function thresholdsOf(manifest: Manifest | null, models: readonly ModelInfo[]): Thresholds {
  return knownThresholds(manifest, models) ?? manifest?.thresholds ?? brought;
}
