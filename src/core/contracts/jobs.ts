/** Work that outlasts a request: many rows handed over at once, read in the background, fetched when they are done. */
import * as z from 'zod/mini';
import { analyzeRequest, modelInfo } from './analysis.ts';
import { errorData } from './errors.ts';
import { rowResult } from './row-result.ts';

export const maxJobRows = 100_000;

/**
 * `receiving` while the upload lasts; `partial` where some rows failed and the others were read (empty rows and those in
 * another language are results, not failures).
 */
export const jobStates = [
  'receiving',
  'queued',
  'running',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
] as const;
export const jobState = z.enum(jobStates);
export type JobState = (typeof jobStates)[number];

/** Whether nothing will change any more. */
export function isFinished(state: JobState): boolean {
  return state === 'succeeded' || state === 'partial' || state === 'failed' || state === 'cancelled';
}

const count = z.int().check(z.minimum(0));
const instant = z.iso.datetime();

export const jobProgress = z.object({
  total: count,
  /** Settled in any way, those that failed among them. */
  done: count,
  failed: count,
});

/** How a table was read: which columns, told by their place from 1, since their names are words of whoever made it. */
export const jobTable = z.object({
  textColumn: z.int().check(z.minimum(1)),
  idColumn: z.nullable(z.int().check(z.minimum(1))),
  /** Whether a line was taken for the names of the columns, and not for a row. */
  hasHeader: z.boolean(),
});
export type JobTable = z.infer<typeof jobTable>;

export const jobStatus = z.object({
  id: z.string(),
  state: jobState,
  progress: jobProgress,
  /** Until the last row by the rate so far; null where there is none yet, and at the end. */
  etaMs: z.nullable(z.int()),
  createdAt: instant,
  finishedAt: z.nullable(instant),
  /** When its rows and results were, by request or after they were read; null while there are any. */
  erasedAt: z.nullable(instant),
  /** When everything of it is erased by itself. */
  expiresAt: instant,
  /** Pinned when it was handed over. */
  model: z.nullable(modelInfo),
  /** Of rows that came as CSV or TSV; null of others, and until they have come. */
  table: z.nullable(jobTable),
  /** Why it failed as a whole. */
  error: z.nullable(errorData),
});
export type JobStatus = z.infer<typeof jobStatus>;

const rowId = z.string().check(z.minLength(1), z.maxLength(200));

/** A row as handed over: an item of a JSON upload, a line of an NDJSON one. */
export const jobRow = z.strictObject({ id: z.optional(rowId), text: z.string() });
export type JobRow = z.infer<typeof jobRow>;

/** `POST /v1/jobs` with `application/json`; uploads of NDJSON and CSV say the same in the query (`jobQuery`). */
export const jobRequest = z.strictObject({
  items: z.array(jobRow).check(z.minLength(1), z.maxLength(maxJobRows)),
  anyLanguage: analyzeRequest.shape.anyLanguage,
  /** Erase rows and results once the last page of these has been fetched. */
  deleteAfterRead: z.optional(z.boolean()),
});

const flag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);

export const jobQuery = z.strictObject({
  /** Of a CSV: its name, or its place from 1; guessed as in files where not given. */
  textColumn: z.optional(z.string()),
  idColumn: z.optional(z.string()),
  anyLanguage: z.optional(flag),
  deleteAfterRead: z.optional(flag),
});
export type JobQuery = z.infer<typeof jobQuery>;

/** A line of the results, in the order of the rows. */
export const jobResult = z.object({
  index: count,
  id: z.optional(rowId),
  result: rowResult,
});
export type JobResult = z.infer<typeof jobResult>;
