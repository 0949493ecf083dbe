/** Corrections as rows to train or score a model with: JSON lines, as the training pipeline reads them. */
import type { Correction } from '../../storage/corrections.ts';

/** Where corrections are made. */
export const correctionPlaces = ['read', 'files', 'doubtful', 'blind'] as const;
export type CorrectionPlace = (typeof correctionPlaces)[number];

export function placeOf({ origin }: Correction): CorrectionPlace {
  return origin?.place ?? 'read';
}

const sources = {
  read: 'read',
  files: 'files',
  doubtful: 'review-doubtful',
  blind: 'review-blind',
} as const satisfies Record<CorrectionPlace, string>;

/** The first made first, one a line: `text`, `label`, `source`, and what the model had said, with its name and version. */
export function trainingRows(corrections: readonly Correction[]): string {
  return corrections
    .toReversed()
    .map((correction) =>
      JSON.stringify({
        text: correction.text,
        label: correction.label,
        source: sources[placeOf(correction)],
        model_label: correction.modelLabel,
        model_name: correction.modelName,
        model_version: correction.modelVersion,
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}
