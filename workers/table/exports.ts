/** Runs as files to keep elsewhere. */
import type { ModelInfo } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { CorrectedRow, ExportKind, Run } from '#core/contracts/run';
import type { ExportRow, ExportSettings } from '#core/table/export-rows';
import { writeTable } from '#core/table/write-table';
import type { WorkProgress } from '../table-api.ts';
import { keptRows } from './kept-rows.ts';
import type { KeptRow } from './kept-rows.ts';
import { recordOf } from './run-store.ts';

const mediaTypes: Record<ExportKind, string> = {
  csv: 'text/csv;charset=utf-8',
  jsonl: 'application/x-ndjson',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** What is held of the file before the browser has it, which puts large ones on the disk. */
const heldBytes = 8 * 1024 * 1024;

/**
 * All rows of the file in its order, with what came of them by now and what a person made of that.
 *
 * @throws UndertoneError `not-found`, `table-too-large`, and what the signal was aborted with
 */
export async function exportRows(
  runId: string,
  kind: ExportKind,
  corrected: readonly CorrectedRow[],
  settings: ExportSettings,
  onProgress: (progress: WorkProgress) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const record = await recordOf(runId);
  if (record === null) throw new UndertoneError('not-found');
  const { run, slabs, widestRow } = record;
  const rows = allRows(run, slabs, corrected, onProgress, signal);
  const { columns, models } = run;
  const table = { columns, widestRow, models, hasCorrections: corrected.length > 0, rows };
  const parts: Blob[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of writeTable(kind, table, settings)) {
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
  corrected: readonly CorrectedRow[],
  onProgress: (progress: WorkProgress) => void,
  signal: AbortSignal,
): AsyncGenerator<ExportRow> {
  const labels = new Map(corrected.map(({ row, label }) => [row, label]));
  const modelOf = readWith(run);
  for await (const { rows } of keptRows(run, 0, slabs, signal)) {
    for (const kept of rows) {
      const model = modelOf(kept);
      const label = labels.get(kept.row);
      const { line, cells, fault, result } = kept;
      yield {
        line,
        cells,
        fault,
        result,
        ...(model === undefined ? {} : { model }),
        ...(label === undefined ? {} : { corrected: label }),
      };
    }
    onProgress({ done: (rows.at(-1)?.row ?? 0) + 1, total: run.rows });
  }
}

/**
 * For every row, in the order of the file, what it was read with: a text that stood before was read with that row.
 * Undefined where it is not known, which does no harm where all were read with one.
 */
function readWith({ models, rows }: Run): (row: KeptRow) => ModelInfo | null | undefined {
  if (models.length < 2) return () => undefined;
  /** One more than the place among the models. */
  const places = new Uint8Array(rows);
  return ({ row, first, model, result }) => {
    if (result === null || first === null) return null;
    const place = first === row ? (model ?? -1) + 1 : (places[first] ?? 0);
    places[row] = place;
    return models[place - 1];
  };
}
