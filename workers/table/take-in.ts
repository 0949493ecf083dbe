/** Takes in a file: every row of it is kept as a new run, or nothing of it. */
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import { noCounts } from '#core/contracts/run';
import type { Run } from '#core/contracts/run';
import type { Cell, ColumnRoles, TableRow } from '#core/contracts/table';
import { bytesOfBlob } from '#core/table/byte-source';
import { readTable } from '#core/table/read-table';
import { textDigest } from '#core/table/text-digest';
import { textOf } from '#core/table/text-of';
import type { TakeInOptions, WorkProgress } from '../table-api.ts';
import { inTransaction, noText } from './database.ts';
import type { RunRecord, SlabRecord } from './database.ts';
import { createFirstRows } from '#core/table/first-rows';
import { createLayoutWriter } from './layout.ts';
import { eraseRun, listRecords } from './run-store.ts';

/** A slab is lost when the reader is killed over it, and is written as one; so it is a few seconds' work at most. */
const mostRows = 128;
const mostCharacters = 64 * 1024;

/** Held for as long as the run is being taken in, by the worker that does it. */
function takingInLock(runId: string): string {
  return `undertone-runs-taking-in-${runId}`;
}

/**
 * @throws UndertoneError `table-unreadable`, `table-too-large`, `file-unreadable`, `storage-full`,
 * `storage-unavailable`, `cancelled`
 */
export async function takeIn(
  options: TakeInOptions,
  onProgress: (progress: WorkProgress) => void,
  signal: AbortSignal,
): Promise<Run> {
  const runId = crypto.randomUUID();
  const keep = async (): Promise<Run> => {
    try {
      return await keepRows(runId, options, onProgress, signal);
    } catch (thrown) {
      // Where even that fails, the next sweep finds it.
      await eraseRun(runId).catch(() => undefined);
      throw readingError(thrown);
    }
  };
  if (!('locks' in navigator)) return await keep();
  try {
    return await navigator.locks.request(takingInLock(runId), keep);
  } catch (thrown) {
    // Where sites may keep nothing they may hold no locks either.
    throw toUndertoneError(thrown, 'storage-unavailable');
  }
}

/** A file that was moved, changed or locked since it was picked is refused by the browser when it is read. */
export function readingError(thrown: unknown): UndertoneError {
  return toUndertoneError(thrown, thrown instanceof DOMException ? 'file-unreadable' : 'internal');
}

/** Removes what is left of runs whose taking in was broken off. */
export async function sweepLeftovers(): Promise<void> {
  for (const { run } of await listRecords()) {
    if (run.state !== 'taking-in') continue;
    if (!('locks' in navigator)) await eraseRun(run.id);
    else {
      await navigator.locks.request(takingInLock(run.id), { ifAvailable: true }, async (lock) => {
        if (lock !== null) await eraseRun(run.id);
      });
    }
  }
}

async function keepRows(
  runId: string,
  { file, name, shape, roles, anyLanguage }: TakeInOptions,
  onProgress: (progress: WorkProgress) => void,
  signal: AbortSignal,
): Promise<Run> {
  const createdAtMs = Date.now();
  let doneBytes = 0;
  const table = readTable(
    counted(file, (bytes) => (doneBytes += bytes)),
    shape,
  );
  const record: RunRecord = {
    slabs: 0,
    nextSlab: 0,
    texts: 0,
    textsLeft: 0,
    widestRow: 0,
    sizeBytes: 0,
    run: {
      id: runId,
      name,
      sizeBytes: file.size,
      createdAtMs,
      finishedAtMs: null,
      changedAtMs: createdAtMs,
      shape,
      columns: [],
      roles,
      anyLanguage,
      state: 'taking-in',
      haltedBy: null,
      rows: 0,
      counts: noCounts(),
      models: [],
    },
  };
  await inTransaction('readwrite', (tx) => tx.objectStore('runs').add(record));
  const layout = createLayoutWriter(roles, table.columns);
  const firstRows = createFirstRows();
  let { slabs, sizeBytes, widestRow } = record;
  let rowCount = 0;
  for await (const rows of slabsOf(table.batches)) {
    signal.throwIfAborted();
    layout.add(rows);
    const slab = slabRecord(rowCount, rows, roles, firstRows);
    await putSlab(runId, slabs, slab);
    rowCount += rows.length;
    slabs += 1;
    widestRow = rows.reduce((most, { cells }) => Math.max(most, cells.length), widestRow);
    sizeBytes += rows.reduce((sum, { cells }) => sum + charactersOf(cells), rows.length * 16);
    onProgress({ done: doneBytes, total: file.size });
  }
  signal.throwIfAborted();
  const texts = firstRows.size;
  const run: Run = {
    ...record.run,
    state: 'ready',
    rows: rowCount,
    columns: [...table.columns],
    roles: layout.roles(),
  };
  await inTransaction('readwrite', async (tx) => {
    await requireRun(tx.objectStore('runs').getKey(runId));
    await tx.objectStore('layouts').put(layout.end(), runId);
    await tx
      .objectStore('runs')
      .put({ ...record, slabs, texts, textsLeft: texts, widestRow, sizeBytes, run });
  });
  return run;
}

async function* counted(
  file: Blob,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const bytes of bytesOfBlob(file)) {
    yield bytes;
    // Asked for more, so these are done with.
    onBytes(bytes.length);
  }
}

/** Erased meanwhile, in this tab or another: then there is nothing to add to. */
async function requireRun(key: Promise<string | undefined>): Promise<void> {
  if ((await key) === undefined) throw new UndertoneError('cancelled');
}

async function putSlab(runId: string, number: number, slab: SlabRecord): Promise<void> {
  await inTransaction('readwrite', async (tx) => {
    await requireRun(tx.objectStore('runs').getKey(runId));
    await tx.objectStore('slabs').put(slab, [runId, number]);
  });
}

function slabRecord(
  firstRow: number,
  rows: readonly TableRow[],
  roles: ColumnRoles,
  firstRows: ReturnType<typeof createFirstRows>,
): SlabRecord {
  return {
    firstRow,
    lines: Uint32Array.from(rows, ({ line }) => line),
    cells: rows.map(({ cells }) => cells),
    faults: rows.map(({ fault }) => fault),
    firstOf: Uint32Array.from(rows, ({ cells }, place) => {
      const text = textOf({ cells }, roles);
      return text === '' ? noText : firstRows.firstOf(textDigest(text), firstRow + place);
    }),
  };
}

/** The same rows in portions of the size of a slab. */
async function* slabsOf(batches: AsyncIterable<readonly TableRow[]>): AsyncGenerator<TableRow[]> {
  let rows: TableRow[] = [];
  let characters = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      rows.push(row);
      characters += charactersOf(row.cells);
      if (rows.length < mostRows && characters < mostCharacters) continue;
      yield rows;
      rows = [];
      characters = 0;
    }
  }
  if (rows.length > 0) yield rows;
}

function charactersOf(cells: readonly Cell[]): number {
  return cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0);
}
