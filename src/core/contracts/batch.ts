/** Many texts in one request, and an answer or a problem for each of them. */
import * as z from 'zod/mini';
import { analysis, analyzeRequest, verdictLabel } from './analysis.ts';
import { problem } from './problem.ts';

export const maxBatchItems = 64;

const itemId = z.string().check(z.minLength(1), z.maxLength(200));

export const batchText = z.strictObject({ id: z.optional(itemId), text: z.string() });

export const batchRequest = z.strictObject({
  items: z.array(batchText).check(z.minLength(1), z.maxLength(maxBatchItems)),
  /** For every text alike. */
  aspects: analyzeRequest.shape.aspects,
  anyLanguage: analyzeRequest.shape.anyLanguage,
});
export type BatchRequest = z.infer<typeof batchRequest>;

/** The same with each item as it came: one that is not of its form keeps no other from being read. */
export const batchEnvelope = z.strictObject({
  ...batchRequest.shape,
  items: z.array(z.unknown()).check(z.minLength(1), z.maxLength(maxBatchItems)),
});

/** Of an item whatever else it is. */
export const batchPlace = z.object({ id: z.optional(itemId) });

const itemFields = { index: z.int().check(z.minimum(0)), id: z.optional(itemId) };

/** A line of the NDJSON answer, and an entry of the JSON one. A text that cannot be read keeps no other from being read. */
export const batchItem = z.discriminatedUnion('status', [
  z.object({ ...itemFields, status: z.literal('ok'), result: analysis }),
  z.object({ ...itemFields, status: z.literal('error'), problem }),
]);
export type BatchItem = z.infer<typeof batchItem>;

export const batchAnswer = z.object({
  /** In the order of the request. */
  items: z.array(batchItem),
  summary: z.object({
    ok: z.int(),
    failed: z.int(),
    byLabel: z.record(verdictLabel, z.int()),
    /** Of the texts that were read; null where none was. */
    meanScore: z.nullable(z.number()),
  }),
});
export type BatchAnswer = z.infer<typeof batchAnswer>;
