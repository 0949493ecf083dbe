/** What a text is called, on the screen, in drawings and in reports. */
import type { VerdictLabel } from '../contracts/analysis.ts';

export const labelNames = {
  negative: 'Negative',
  neutral: 'Neutral',
  positive: 'Positive',
  mixed: 'Mixed',
  unsure: 'Unsure',
} as const satisfies Record<VerdictLabel, string>;
