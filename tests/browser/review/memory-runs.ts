/** Files that were read, in memory: what Review asks of them and nothing else. */
import { isVerdict, noCounts, rowKinds } from '#core/contracts/run';
import { UndertoneError } from '#core/contracts/errors';
import type { Tone, VerdictLabel } from '#core/contracts/analysis';
import type { RowReading } from '#core/contracts/row-result';
import type { RowKind, RowView, Run, RunState } from '#core/contracts/run';
import type { Runs } from '../../../src/engine/runs/runs.ts';

export interface MemoryRow {
  text: string;
  label: VerdictLabel;
  /** 0 to 1. */
  confidence?: number;
  needsReview?: boolean;
  group?: string;
  date?: string;
}

export interface MemoryRun {
  run: Run;
  rows: RowView[];
}

function readingOf({ label, confidence = 0.9, needsReview = false }: MemoryRow): RowReading {
  const tone: Tone = label === 'mixed' || label === 'unsure' ? 'negative' : label;
  const rest = (1 - confidence) / 2;
  const probabilities = { negative: rest, neutral: rest, positive: rest, [tone]: confidence };
  return {
    label,
    score: probabilities.positive - probabilities.negative,
    confidence,
    probabilities,
    needsReview,
    reviewReasons: needsReview ? ['doubtful'] : [],
    sentences: [],
    languageCode: 'en',
  };
}

/** A run all of whose rows were read. */
export function memoryRun(id: string, rows: readonly MemoryRow[], state: RunState = 'done'): MemoryRun {
  const counts = noCounts();
  counts.rows = rows.length;
  counts.read = rows.length;
  for (const { label } of rows) counts.byLabel[label] += 1;
  return {
    run: {
      id,
      name: `${id}.csv`,
      sizeBytes: 1000,
      createdAtMs: Date.UTC(2026, 4, 17),
      finishedAtMs: state === 'done' ? Date.UTC(2026, 4, 17) : null,
      changedAtMs: Date.UTC(2026, 4, 17),
      shape: { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      columns: ['review', 'hotel', 'visited'],
      roles: { text: [0], group: 1, date: 2, rating: null },
      anyLanguage: false,
      state,
      haltedBy: null,
      rows: rows.length,
      counts,
      models: [{ name: 'Undertone English', version: '1.2.0', sha256: '0'.repeat(64) }],
    },
    rows: rows.map((one, row) => ({
      row,
      line: row + 2,
      cells: [one.text, one.group ?? '', one.date ?? ''],
      fault: null,
      text: one.text,
      group: one.group ?? null,
      result: { kind: 'read', reading: readingOf(one) },
    })),
  };
}

const refuse = (): Promise<never> => Promise.reject(new UndertoneError('internal'));

function kindOf({ result }: RowView): RowKind | null {
  if (result === null) return null;
  return result.kind === 'read' ? result.reading.label : result.kind;
}

function confidenceOf({ result }: RowView): number {
  return result?.kind === 'read' ? result.reading.confidence : 1;
}

/** @param kept the latest first */
export function memoryRuns(kept: readonly MemoryRun[]): Runs {
  const find = (runId: string) => kept.find(({ run }) => run.id === runId);
  return {
    inspect: refuse,
    takeIn: refuse,
    textsLeft: refuse,
    estimate: refuse,
    start: refuse,
    pause: refuse,
    stop: refuse,
    list: async () => kept.map(({ run }) => run),
    watch(runId, listener) {
      const run = find(runId)?.run;
      listener(run === undefined ? null : { run, rowsPerSecond: null, remainingMs: null });
      return () => undefined;
    },
    async rows(runId, { kinds = rowKinds, needsReview }, { by }, offset, count) {
      const found = (find(runId)?.rows ?? []).filter((row) => {
        const kind = kindOf(row);
        if (kind === null || !isVerdict(kind) || !kinds.includes(kind)) return false;
        const isDoubtful = row.result?.kind === 'read' && row.result.reading.needsReview;
        return needsReview === undefined || needsReview === isDoubtful;
      });
      const sorted = by === 'doubt' ? found.toSorted((a, b) => confidenceOf(a) - confidenceOf(b)) : found;
      return { total: found.length, rows: sorted.slice(offset, offset + count) };
    },
    row: async (runId, row) => find(runId)?.rows[row] ?? null,
    groups: refuse,
    summary: refuse,
    exportRows: refuse,
    report: refuse,
    erase: refuse,
    eraseAll: refuse,
    measure: async () => ({ count: kept.length, sizeBytes: 0 }),
  };
}
