/** Narrows corrections to those that hold some words, or were made in one place. */
import type { Correction } from '../../storage/corrections.ts';
import { placeOf } from './training-rows.ts';
import type { CorrectionPlace } from './training-rows.ts';

export interface CorrectionFilter {
  /** Words that the text has to hold, all of them, whatever their case. */
  search: string;
  /** Null for anywhere. */
  place: CorrectionPlace | null;
}

export function findCorrections(
  corrections: readonly Correction[],
  { search, place }: CorrectionFilter,
): Correction[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return corrections.filter((correction) => {
    if (place !== null && placeOf(correction) !== place) return false;
    const text = correction.text.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
