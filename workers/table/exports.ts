/** Runs as files to keep elsewhere. */
import { UndertoneError } from '#core/contracts/errors';
import type { ExportKind, Run } from '#core/contracts/run';
import type { ExportRow, ExportSettings } from '#core/table/export-rows';
import { writeTable } from '#core/table/write-table';
import type { WorkProgress } from '../table-api.ts';
import { keptRows } from './kept-rows.ts';
import { recordOf } from './run-store.ts';

const mediaTypes: Record<ExportKind, string> = {
  csv: 'text/csv;charset=utf-8',
  jsonl: 'application/x-ndjson',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** What is held of the file before the browser has it, which puts large ones on the disk. */
const heldBytes = 8 * 1024 * 1024;

/**
 * All rows of the file in its order, with what came of them by now.
 *
 * @throws UndertoneError `not-found`, `table-too-large`, and what the signal was aborted with
 */
export async function exportRows(
  runId: string,
  kind: ExportKind,
  settings: ExportSettings,
  onProgress: (progress: WorkProgress) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const record = await recordOf(runId);
  if (record === null) throw new UndertoneError('not-found');
  const { run, slabs, widestRow } = record;
  const rows = allRows(run, slabs, onProgress, signal);
  const { columns, models } = run;
  const parts: Blob[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of writeTable(kind, { columns, widestRow, models, rows }, settings)) {
    signal.throwIfAborted();
    held.push(chunk.slice());
    bytes += chunk.length;
    if (bytes < heldBytes) continue;
    parts.push(new Blob(held));
    held = [];
    bytes = 0;
  }
  return new Blob([...parts, ...held], { type: mediaTypes[kind] });
}

async function* allRows(
  run: Run,
  slabs: number,
  onProgress: (progress: WorkProgress) => void,
  signal: AbortSignal,
): AsyncGenerator<ExportRow> {
  for await (const { rows } of keptRows(run, 0, slabs, signal)) {
    yield* rows;
    onProgress({ done: (rows.at(-1)?.row ?? 0) + 1, total: run.rows });
  }
}
