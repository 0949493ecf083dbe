/** The words for tones. */
import type { Tone } from '#core/contracts/analysis';

/** The tone in running text. */
export const toneWords = {
  negative: 'negative',
  neutral: 'neutral',
  positive: 'positive',
} as const satisfies Record<Tone, string>;

/** What a text is called, as the first word of a line. */
export { labelNames as labelWords } from '#core/report/label-names';
