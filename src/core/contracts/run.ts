/** A file that is read row by row: what is kept of it, and what can be asked of its rows. */
import * as z from 'zod/mini';
import { modelInfo, verdictLabel, verdictLabels } from './analysis.ts';
import type { ModelInfo, VerdictLabel } from './analysis.ts';
import { errorData } from './errors.ts';
import type { RowResult } from './row-result.ts';
import { columnRoles, tableShape } from './table.ts';
import type { TableRow } from './table.ts';

const count = z.int().check(z.minimum(0));

/** Of the rows whose results are in; the first four and `malformed` may overlap with no other but `malformed`. */
export const runCounts = z.object({
  rows: count,
  read: count,
  empty: count,
  otherLanguage: count,
  failed: count,
  /** Kept with a fault; they are read all the same where they have a text. */
  malformed: count,
  /** Texts that stood in an earlier row already: they are counted, and were read once. */
  repeated: count,
  byLabel: z.record(verdictLabel, count),
});
export type RunCounts = z.infer<typeof runCounts>;

/**
 * `taking-in`: its rows are being kept. `ready`: nothing read yet. `running` is what the person wants, also while no
 * tab is there to do it. `halted`: something stands in the way, `haltedBy` says what. `stopped` and `done` are final.
 */
const runStates = ['taking-in', 'ready', 'running', 'paused', 'halted', 'stopped', 'done'] as const;
const runState = z.enum(runStates);
export type RunState = z.infer<typeof runState>;

export const run = z.object({
  id: z.string(),
  /** Of the file. */
  name: z.string(),
  sizeBytes: count,
  /** Milliseconds since 1970. */
  createdAtMs: z.number(),
  finishedAtMs: z.nullable(z.number()),
  /** When something was last done with it: taken in, begun, paused, or read on. */
  changedAtMs: z.number(),
  shape: tableShape,
  columns: z.array(z.string()),
  roles: columnRoles,
  anyLanguage: z.boolean(),
  state: runState,
  haltedBy: z.nullable(errorData),
  /** Of the file, read or not. */
  rows: count,
  counts: runCounts,
  /** What its rows were read with, in order: more than one where an update came in between. */
  models: z.array(modelInfo),
});
export type Run = z.infer<typeof run>;

/** Nothing more will be read of it. */
export function isFinished({ state }: Pick<Run, 'state'>): boolean {
  return state === 'done' || state === 'stopped';
}

/** No rows yet. */
export function noCounts(): RunCounts {
  return {
    rows: 0,
    read: 0,
    empty: 0,
    otherLanguage: 0,
    failed: 0,
    malformed: 0,
    repeated: 0,
    byLabel: { negative: 0, neutral: 0, positive: 0, mixed: 0, unsure: 0 },
  };
}

/** What a table of rows can be narrowed to by what came of them. */
export const rowKinds = [...verdictLabels, 'empty', 'other-language', 'failed', 'malformed'] as const;
export type RowKind = (typeof rowKinds)[number];

export interface RowFilter {
  kinds?: readonly RowKind[];
  /** Of rows that were read, by the whole percents they are shown with: 0 to 1, both included. */
  confidence?: { from: number; to: number };
  group?: string;
  rating?: { from: number; to: number };
  needsReview?: boolean;
  /** Words that the text has to hold, whatever their case. */
  search?: string;
  /** Confidence below which a text is unsure, 0 to 1, where that is not as the model has it: labels are by this line. */
  unsureBelow?: number;
}

export interface RowSort {
  /** `doubt`: those that somebody should look at, the least sure first, whichever way `descending` goes. */
  by: 'row' | 'score' | 'confidence' | 'doubt' | 'date' | 'rating';
  descending: boolean;
}

export interface RowView extends TableRow {
  /** Its place in the file, from 0, as all rows count. */
  row: number;
  /** What is read of it; empty where there is nothing. */
  text: string;
  group: string | null;
  /** Null while it has not been read. */
  result: RowResult | null;
  /** What its text was read with, by its place among the models of the run; not there where that is not known. */
  model?: number;
}

/** What a row was read with; the last of the run's models where it is not known of the row. Null where there is none. */
export function modelOfRow(
  { models }: Pick<Run, 'models'>,
  { model }: Pick<RowView, 'model'>,
): ModelInfo | null {
  return (model === undefined ? models.at(-1) : models[model]) ?? null;
}

export interface RowPage {
  /** How many rows the filter leaves. */
  total: number;
  rows: RowView[];
}

export interface GroupNames {
  /** The largest first. */
  names: string[];
  /** How many there are, given or not. */
  total: number;
}

/** A person's own theme: words and phrases that belong together. */
export const theme = z.object({ name: z.string(), words: z.array(z.string()) });
export type Theme = z.infer<typeof theme>;

export const trendUnits = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type TrendUnit = (typeof trendUnits)[number];

/** How the pictures of a run are to be drawn. */
export const reportSettings = z.object({
  /** Confidence below which a text is unsure, 0 to 1; null as the model has it. */
  unsureBelow: z.nullable(z.number()),
  themes: z.array(theme),
  /** Null: by the span of the dates, and so that most points have rows enough. */
  trendUnit: z.nullable(z.enum(trendUnits)),
});
export type ReportSettings = z.infer<typeof reportSettings>;

export const defaultReportSettings: ReportSettings = { unsureBelow: null, themes: [], trendUnit: null };

export type ExportKind = 'csv' | 'xlsx' | 'jsonl';

/** A row of which a person said otherwise than the model. */
export interface CorrectedRow {
  /** Its place in the file, from 0. */
  row: number;
  label: VerdictLabel;
}

export interface ExportOptions {
  /** Personal data in cells of text becomes words such as `[email]`. */
  isMasked: boolean;
  /** They get a column of their own, beside what the model said. */
  corrected?: readonly CorrectedRow[];
}

/** Whether a label is one of a row that was read. */
export function isVerdict(kind: RowKind): kind is VerdictLabel {
  return verdictLabels.some((label) => label === kind);
}
