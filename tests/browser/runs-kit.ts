/** What the tests of runs share: a reader that knows at once what a text is, files, and an empty database. */
import type { ModelInfo } from '#core/contracts/analysis';
import type { RowResult } from '#core/contracts/row-result';
import type { Run, RunState } from '#core/contracts/run';
import type { ColumnRoles, TableShape } from '#core/contracts/table';
import type { RowsRead } from '#core/engine';
import { createObservable } from '#core/observable';
import type { Observable } from '#core/observable';
import { createRuns } from '../../src/engine/runs/create-runs.ts';
import type { RunsOfTab, RunsOptions } from '../../src/engine/runs/create-runs.ts';
import { createTableWorker } from '../../src/engine/runs/table-worker.ts';
import type { RowReader } from '../../src/engine/runs/read-run.ts';

export const csv: TableShape = { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: true };
export const secondColumn: ColumnRoles = { text: [1], date: null, group: null, rating: null };
const model: ModelInfo = { name: 'tiny', version: '1', sha256: 'a'.repeat(64) };

/** A result that only this text has, to see that it came to the right row. */
export function resultOf(text: string): RowResult {
  const share = (sumOf(text) % 1000) / 1000;
  const probabilities = { negative: 1 - share, neutral: 0, positive: share };
  const confidence = Math.max(share, 1 - share);
  const label = share > 0.5 ? 'positive' : 'negative';
  const sentence = { start: 0, end: text.length, label, confidence, probabilities } as const;
  return {
    kind: 'read',
    reading: {
      label,
      score: 2 * share - 1,
      confidence,
      probabilities,
      needsReview: confidence < 0.6,
      reviewReasons: confidence < 0.6 ? ['doubtful'] : [],
      sentences: [text.length > 12 ? { ...sentence, clauses: [sentence, sentence] } : sentence],
      languageCode: 'en',
    },
  };
}

function sumOf(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003, 7);
}

export interface TestReader extends RowReader {
  readonly leading: Observable<boolean>;
  /** Every text it was given, in order. */
  readonly seen: string[];
  /** What `readRows` waits for before it answers. */
  before: (texts: readonly string[]) => Promise<void>;
  model: ModelInfo;
}

export function createTestReader(): TestReader {
  const reader: TestReader = {
    leading: createObservable(true),
    seen: [],
    before: () => Promise.resolve(),
    model,
    start: () => Promise.resolve({ where: 'device', backend: 'wasm', threads: 1 }),
    async readRows(texts): Promise<RowsRead> {
      reader.seen.push(...texts);
      await reader.before(texts);
      return { results: texts.map(resultOf), model: reader.model };
    },
  };
  return reader;
}

const opened: RunsOfTab[] = [];

/** The runs of a tab of its own; what it shares with others goes through the browser. */
export function openTab(reader: TestReader, options: RunsOptions = {}): RunsOfTab {
  const runs = createRuns(reader, options);
  opened.push(runs);
  return runs;
}

/** Makes real workers, and ends them without a word. */
export function killableWorkers(): { create: (name: string) => Worker; kill: () => void } {
  const workers: Worker[] = [];
  return {
    create(name) {
      const worker = createTableWorker(name);
      workers.push(worker);
      return worker;
    },
    kill() {
      for (const worker of workers.splice(0)) worker.terminate();
    },
  };
}

/** Waits for so many tasks of the event loop: something happens meanwhile, whatever time it takes. */
export async function pass(tasks: number): Promise<void> {
  for (let task = 0; task < tasks; task += 1) {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => {
        port1.close();
        resolve();
      });
      port1.start();
      port2.postMessage(null);
    });
  }
}

/** Ends every tab and empties the database. */
export async function cleanUpRuns(): Promise<void> {
  for (const runs of opened.splice(0)) runs.dispose();
  const last = createRuns(createTestReader());
  await last.eraseAll();
  last.dispose();
}

export function csvFile(texts: readonly string[], name = 'answers.csv'): File {
  const lines = texts.map((text, row) => `${row},${text}`);
  return new File([['id,answer', ...lines].join('\n')], name, { type: 'text/csv' });
}

export function takeIn(runs: RunsOfTab, texts: readonly string[]): Promise<Run> {
  return runs.takeIn(csvFile(texts), { shape: csv, roles: secondColumn, anyLanguage: false });
}

/** Resolves with the run when it is in this state. */
export function reaches(runs: RunsOfTab, runId: string, state: RunState): Promise<Run> {
  return new Promise((resolve) => {
    const stop = runs.watch(runId, (standing) => {
      if (standing?.run.state !== state) return;
      // It may be told at once, before `stop` is there.
      queueMicrotask(() => stop());
      resolve(standing.run);
    });
  });
}

/** The results of all rows, in the file's order. */
export async function resultsOf(runs: RunsOfTab, runId: string): Promise<(RowResult | null)[]> {
  const { rows } = await runs.rows(runId, {}, { by: 'row', descending: false }, 0, 1_000_000);
  return rows.map(({ result }) => result);
}
