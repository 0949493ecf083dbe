/** The one tone of three that a reading is of. */
import { tones } from '../contracts/analysis.ts';
import type { Probabilities, Tone } from '../contracts/analysis.ts';

/** The likeliest tone; of equals the one nearest to neutral is not preferred, the first in order is. */
export function likeliest(probabilities: Probabilities): Tone {
  return tones.reduce((best, tone) => (probabilities[tone] > probabilities[best] ? tone : best));
}
