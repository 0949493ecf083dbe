/** What came of a row: its reading without the evidence, which a reading of the row alone gives again, or why there is none. */
import * as z from 'zod/mini';
import { probabilities, reviewReason, sentence, verdictLabel } from './analysis.ts';
import { errorCode } from './errors.ts';

export const rowReading = z.object({
  label: verdictLabel,
  score: z.number(),
  confidence: z.number(),
  probabilities,
  needsReview: z.boolean(),
  reviewReasons: z.array(reviewReason),
  sentences: z.array(sentence),
  /** As in an analysis. */
  languageCode: z.string(),
});
export type RowReading = z.infer<typeof rowReading>;

export const rowResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), reading: rowReading }),
  /** No text in it: counted, not scored. */
  z.object({ kind: z.literal('empty') }),
  /** In a language that is not read: counted and kept, not scored. */
  z.object({ kind: z.literal('other-language'), languageCode: z.string(), languageName: z.string() }),
  z.object({ kind: z.literal('failed'), code: errorCode }),
]);
export type RowResult = z.infer<typeof rowResult>;
