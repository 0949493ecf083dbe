/** What a person or a program says against a reading. */
import * as z from 'zod/mini';
import { modelInfo, verdictLabel } from './analysis.ts';

const unit = z.number().check(z.minimum(0), z.maximum(1));

export const feedbackRequest = z.strictObject({
  /** The id of the analysis that was corrected. */
  resultId: z.string().check(z.minLength(1), z.maxLength(100)),
  model: modelInfo,
  predicted: z.strictObject({ label: verdictLabel, confidence: unit }),
  corrected: z.strictObject({ label: z.enum(['negative', 'neutral', 'positive', 'mixed']) }),
  /** Only with the consent to keep it. */
  text: z.optional(z.string().check(z.minLength(1), z.maxLength(50_000))),
  consent: z.strictObject({
    /** The text may be kept. */
    storeText: z.boolean(),
    /** It may be used to evaluate and to train. */
    train: z.boolean(),
  }),
});
export type FeedbackRequest = z.infer<typeof feedbackRequest>;

export const feedbackReceipt = z.object({
  id: z.string(),
  /** The only thing that erases it: shown once, kept as a hash. */
  receipt: z.string(),
  createdAt: z.iso.datetime(),
});
export type FeedbackReceipt = z.infer<typeof feedbackReceipt>;

export const feedbackEntry = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  resultId: z.string(),
  model: modelInfo,
  predicted: feedbackRequest.shape.predicted,
  corrected: feedbackRequest.shape.corrected,
  /** Null where it was not given, or may not be kept. */
  text: z.nullable(z.string()),
  train: z.boolean(),
});
export type FeedbackEntry = z.infer<typeof feedbackEntry>;

/** A link of the audit's chain: what was done, never a text. `hash` covers all other members, `previous` among them. */
export const auditEntry = z.object({
  sequence: z.int(),
  at: z.iso.datetime(),
  action: z.enum(['feedback-added', 'feedback-erased', 'feedback-listed', 'feedback-exported', 'job-erased']),
  /** Id of what it was done to. */
  subject: z.string(),
  /** Id of the API key, `anonymous` without one. */
  caller: z.string(),
  previous: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** Which link of the audit's chain is the last one; `seal` is a keyed digest of the others, for the server alone to make. */
export const auditHead = z.object({ sequence: z.int(), hash: z.string(), seal: z.string() });
export type AuditHead = z.infer<typeof auditHead>;
