/** What a server says of itself. */
import * as z from 'zod/mini';
import { modelInfo, tones, verdictLabels } from './analysis.ts';
import { manifest } from './manifest.ts';

export const scopes = ['analyze', 'jobs', 'feedback', 'models', 'admin'] as const;
export const scope = z.enum(scopes);
export type Scope = (typeof scopes)[number];

const count = z.int().check(z.minimum(0));

export const limits = z.object({
  /** UTF-16 units. */
  textCharacters: count,
  batchItems: count,
  jobRows: count,
  /** Of this caller; null where there is no such limit. */
  tokensPerMinute: z.nullable(count),
});
export type Limits = z.infer<typeof limits>;

export const capabilities = z.object({
  model: z.nullable(modelInfo),
  tones: z.array(z.enum(tones)),
  labels: z.array(z.enum(verdictLabels)),
  /** ISO 639-1. */
  languages: z.array(z.string()),
  limits,
  engine: z.object({ backend: z.literal('node'), processes: count, ready: count }),
  /** What is predicted for a short text that comes now. */
  predictedWaitMs: z.number(),
});
export type Capabilities = z.infer<typeof capabilities>;

export const modelEntry = z.object({
  /** By which it is asked for. */
  id: z.string(),
  ...modelInfo.shape,
  isDefault: z.boolean(),
  license: manifest.shape.license,
  languages: z.array(z.string()),
  /** Of a window; longer texts are read in several. */
  maxTokens: count,
  /** On the sets of texts it was measured with. */
  metrics: manifest.shape.metrics,
});
export type ModelEntry = z.infer<typeof modelEntry>;

export const modelList = z.object({ models: z.array(modelEntry) });
export type ModelList = z.infer<typeof modelList>;

/** `/livez`, `/readyz`, `/startupz`. */
export const health = z.object({
  status: z.enum(['ok', 'starting', 'draining', 'failed']),
  /** Of `/readyz` that has failed: what reads, or where jobs and feedback are kept. */
  failing: z.optional(z.array(z.enum(['model', 'storage']))),
});
export type Health = z.infer<typeof health>;
