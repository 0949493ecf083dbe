/** The database of runs: one open connection of this worker, and whole transactions or none. Nobody else opens it. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { UndertoneError } from '#core/contracts/errors';
import type { Run } from '#core/contracts/run';
import type { Cell, RowFault } from '#core/contracts/table';
import type { PackedResults } from './packed-results.ts';

export interface RunRecord {
  run: Run;
  slabs: number;
  /** The first slab that has no results. */
  nextSlab: number;
  /** Distinct texts of the file, and those among them that have no result yet. */
  texts: number;
  textsLeft: number;
  /** Cells of the row that has the most. */
  widestRow: number;
  /** What the run takes up, as far as can be told. */
  sizeBytes: number;
}

/** Rows as they stood in the file. */
export interface SlabRecord {
  firstRow: number;
  lines: Uint32Array;
  cells: Cell[][];
  faults: (RowFault | null)[];
  /** For each row, the first row of the file with the same text, which may be itself; `noText` where there is none. */
  firstOf: Uint32Array;
}

/** Stands for a row in which there is nothing to read. */
export const noText = 0xff_ff_ff_ff;

/** Stands for a row without a date. */
export const noDay = -0x80_00_00_00;

/** What can be told of all rows before any is read; one entry a row unless said otherwise. */
export interface LayoutRecord {
  /** By slab. */
  firstRows: Uint32Array;
  malformed: Uint8Array;
  /** Since 1970; `noDay` where there is none. Null where no column holds dates, as with the others. */
  days: Int32Array | null;
  /** NaN where there is none. */
  ratings: Float64Array | null;
  groups: { ids: Uint32Array; /** By id; the first stands for none. */ names: (string | null)[] } | null;
}

export interface KeptResults extends PackedResults {
  /** By its place among those of the run, what the texts were read with. Not there where none was read, and in old slabs. */
  model?: number;
}

export interface RunsSchema extends DBSchema {
  runs: { key: string; value: RunRecord };
  layouts: { key: string; value: LayoutRecord };
  slabs: { key: [string, number]; value: SlabRecord };
  results: { key: [string, number]; value: KeptResults };
}

type Store = StoreNames<RunsSchema>;
export type RunsDatabase = IDBPDatabase<RunsSchema>;
export type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<RunsSchema, Store[], Mode>;

const databaseName = 'undertone-runs';
const databaseVersion = 1;
export const stores = ['runs', 'layouts', 'slabs', 'results'] as const satisfies Store[];

let connection: Promise<RunsDatabase> | null = null;

/**
 * The database, opened at the first call. A failed opening is forgotten, so that the next call tries again.
 *
 * @throws UndertoneError `storage-unavailable` when the browser keeps nothing
 */
async function openDatabase(): Promise<RunsDatabase> {
  connection ??= openDB<RunsSchema>(databaseName, databaseVersion, {
    upgrade(database) {
      database.createObjectStore('runs', { keyPath: 'run.id' });
      for (const name of ['layouts', 'slabs', 'results'] as const) database.createObjectStore(name);
    },
    // Another tab wants a newer version: let it have the database, and open anew when asked again.
    blocking(_current, _blocked, event) {
      connection = null;
      if (event.target instanceof IDBDatabase) event.target.close();
    },
    terminated() {
      connection = null;
    },
  });
  try {
    return await connection;
  } catch (cause) {
    connection = null;
    throw new UndertoneError('storage-unavailable', {}, { cause });
  }
}

/**
 * Runs `work` in one transaction over all stores: what it writes is kept whole or not at all. It may wait for nothing
 * but the database.
 *
 * @throws UndertoneError `storage-full`, `storage-unavailable`, and what `work` throws of the catalogue
 */
export async function inTransaction<Value, Mode extends 'readonly' | 'readwrite'>(
  mode: Mode,
  work: (transaction: Transaction<Mode>) => Promise<Value>,
): Promise<Value> {
  const database = await openDatabase();
  const transaction = begin(database, mode);
  const over = transaction.done.catch(() => undefined);
  try {
    const value = await work(transaction);
    await transaction.done;
    return value;
  } catch (thrown) {
    abort(transaction);
    await over;
    // A request that was under way when there was no room is told less than its transaction.
    throw thrown instanceof UndertoneError ? thrown : storageError(transaction.error ?? thrown);
  }
}

function begin<Mode extends 'readonly' | 'readwrite'>(database: RunsDatabase, mode: Mode): Transaction<Mode> {
  try {
    return database.transaction<Store[], Mode>([...stores], mode);
  } catch (thrown) {
    // The connection is closing.
    connection = null;
    throw storageError(thrown);
  }
}

function abort(transaction: Transaction<'readonly' | 'readwrite'>): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
}

function storageError(cause: unknown): UndertoneError {
  const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  return new UndertoneError(isFull ? 'storage-full' : 'storage-unavailable', {}, { cause });
}

/** Every slab of a run, or all from one number to another, the latter left out. */
export function slabRange(runId: string, from = 0, to = Infinity): IDBKeyRange {
  return IDBKeyRange.bound([runId, from], [runId, to], false, true);
}
