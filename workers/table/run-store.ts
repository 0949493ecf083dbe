/** Runs as they are kept: their records, their slabs, and the one way in which results come to them. */
import type { ModelInfo } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { ErrorData } from '#core/contracts/errors';
import type { RowResult } from '#core/contracts/row-result';
import type { Run, RunCounts, RunState } from '#core/contracts/run';
import type { Slab } from '../table-api.ts';
import { textOf } from '#core/table/text-of';
import { inTransaction, noText, slabRange, stores } from './database.ts';
import type { LayoutRecord, RunRecord, SlabRecord, Transaction } from './database.ts';
import { slabOf } from './layout.ts';
import { packedBytes, packResults, unpackResults } from './packed-results.ts';

/** A run, with what only this worker needs to know of it; null where there is none. */
export async function recordOf(runId: string): Promise<RunRecord | null> {
  return await inTransaction('readonly', async (tx) => (await tx.objectStore('runs').get(runId)) ?? null);
}

/** The latest first. */
export async function listRecords(): Promise<RunRecord[]> {
  const records = await inTransaction('readonly', (tx) => tx.objectStore('runs').getAll());
  return records.toSorted((one, other) => other.run.createdAtMs - one.run.createdAtMs);
}

/** @throws UndertoneError `not-found` */
export async function layoutOf(runId: string): Promise<LayoutRecord> {
  return await inTransaction('readonly', async (tx) => found(await tx.objectStore('layouts').get(runId)));
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new UndertoneError('not-found');
  return value;
}

/**
 * What the person or the reader makes of a run. One that has ended stays so, and one that is being taken in is not
 * ready for anything.
 *
 * @throws UndertoneError `not-found`
 */
export async function setState(runId: string, state: RunState, haltedBy: ErrorData | null): Promise<Run> {
  return await inTransaction('readwrite', async (tx) => {
    const record = found(await tx.objectStore('runs').get(runId));
    const { run } = record;
    if (run.state === 'stopped' || run.state === 'done' || run.state === 'taking-in') return run;
    const changed: Run = {
      ...run,
      state,
      haltedBy: state === 'halted' ? haltedBy : null,
      finishedAtMs: state === 'stopped' ? Date.now() : null,
      changedAtMs: Date.now(),
    };
    await tx.objectStore('runs').put({ ...record, run: changed });
    return changed;
  });
}

/** A slab's texts that have to be read; null past the last. */
export async function readSlab(runId: string, number: number): Promise<Slab | null> {
  const { record, slab } = await inTransaction('readonly', async (tx) => ({
    record: found(await tx.objectStore('runs').get(runId)),
    slab: await tx.objectStore('slabs').get([runId, number]),
  }));
  return slab === undefined ? null : { number, texts: textsToRead(slab, record.run) };
}

function textsToRead(slab: SlabRecord, { roles }: Run): string[] {
  return slab.cells
    .filter((_cells, place) => slab.firstOf[place] === slab.firstRow + place)
    .map((cells) => textOf({ cells }, roles));
}

/**
 * Keeps the results of a slab's texts, together with the counts and the number of the next slab. Of a slab that has
 * its results already nothing changes, nor of a run that was stopped.
 *
 * @throws UndertoneError `not-found`, `storage-full`, `internal` for a slab out of turn or results that do not fit it
 */
export async function commitSlab(
  runId: string,
  number: number,
  results: readonly RowResult[],
  model: ModelInfo | null,
): Promise<Run> {
  return await inTransaction('readwrite', async (tx) => {
    const record = found(await tx.objectStore('runs').get(runId));
    if (number < record.nextSlab || record.run.state === 'stopped') return record.run;
    if (number > record.nextSlab || number >= record.slabs)
      throw new UndertoneError('internal', { reason: 'slab out of turn' });
    const slab = found(await tx.objectStore('slabs').get([runId, number]));
    const ofRows = await spread(tx, runId, slab, results);
    const packed = packResults(ofRows);
    const models = withModel(record.run.models, model);
    const place = model === null ? -1 : placeOf(models, model);
    const kept = place === -1 ? packed : { ...packed, model: place };
    await tx.objectStore('results').put(kept, [runId, number]);
    const changed = advance(record, slab, ofRows, results.length, models, packedBytes(packed));
    await tx.objectStore('runs').put(changed);
    return changed.run;
  });
}

/** Results of the texts that were read to all rows of the slab; a text of an earlier row has that row's. */
async function spread(
  tx: Transaction<'readwrite'>,
  runId: string,
  slab: SlabRecord,
  results: readonly RowResult[],
): Promise<RowResult[]> {
  const earlier = await earlierResults(tx, runId, slab);
  const ofRows: RowResult[] = [];
  let next = 0;
  for (const [place, first] of slab.firstOf.entries()) {
    let result: RowResult | undefined;
    if (first === noText) {
      result =
        slab.faults[place] === 'too-long' ? { kind: 'failed', code: 'text-too-long' } : { kind: 'empty' };
    } else if (first === slab.firstRow + place) {
      result = results[next];
      next += 1;
    } else {
      result = first >= slab.firstRow ? ofRows[first - slab.firstRow] : earlier.get(first);
    }
    if (result === undefined) throw new UndertoneError('internal', { reason: 'too few results' });
    ofRows.push(result);
  }
  if (next !== results.length) throw new UndertoneError('internal', { reason: 'too many results' });
  return ofRows;
}

async function earlierResults(
  tx: Transaction<'readwrite'>,
  runId: string,
  slab: SlabRecord,
): Promise<Map<number, RowResult>> {
  const wanted = [...new Set(slab.firstOf)].filter((first) => first !== noText && first < slab.firstRow);
  const earlier = new Map<number, RowResult>();
  if (wanted.length === 0) return earlier;
  const { firstRows } = found(await tx.objectStore('layouts').get(runId));
  let number = -1;
  let ofSlab: RowResult[] = [];
  for (const row of wanted.toSorted((one, other) => one - other)) {
    if (slabOf(firstRows, row) !== number) {
      number = slabOf(firstRows, row);
      ofSlab = unpackResults(found(await tx.objectStore('results').get([runId, number])));
    }
    earlier.set(row, found(ofSlab[row - (firstRows[number] ?? 0)]));
  }
  return earlier;
}

/** A version of a model may have the weights of the one before, and other lines. */
function placeOf(models: readonly ModelInfo[], { name, version, sha256 }: ModelInfo): number {
  return models.findIndex(
    (known) => known.name === name && known.version === version && known.sha256 === sha256,
  );
}

function withModel(models: ModelInfo[], model: ModelInfo | null): ModelInfo[] {
  return model === null || placeOf(models, model) !== -1 ? models : [...models, model];
}

function advance(
  record: RunRecord,
  slab: SlabRecord,
  ofRows: readonly RowResult[],
  texts: number,
  models: ModelInfo[],
  addedBytes: number,
): RunRecord {
  const { run } = record;
  const nextSlab = record.nextSlab + 1;
  const isDone = nextSlab === record.slabs;
  const changedAtMs = Date.now();
  return {
    ...record,
    nextSlab,
    textsLeft: record.textsLeft - texts,
    sizeBytes: record.sizeBytes + addedBytes,
    run: {
      ...run,
      counts: withSlab(run.counts, slab, ofRows),
      models,
      changedAtMs,
      ...(isDone ? { state: 'done' as const, haltedBy: null, finishedAtMs: changedAtMs } : {}),
    },
  };
}

function withSlab(before: RunCounts, slab: SlabRecord, ofRows: readonly RowResult[]): RunCounts {
  const counts = { ...before, byLabel: { ...before.byLabel } };
  counts.rows += ofRows.length;
  for (const [place, result] of ofRows.entries()) {
    const first = slab.firstOf[place];
    if (slab.faults[place] !== null) counts.malformed += 1;
    if (first !== noText && first !== slab.firstRow + place) counts.repeated += 1;
    if (result.kind === 'empty') counts.empty += 1;
    else if (result.kind === 'other-language') counts.otherLanguage += 1;
    else if (result.kind === 'failed') counts.failed += 1;
    else {
      counts.read += 1;
      counts.byLabel[result.reading.label] += 1;
    }
  }
  return counts;
}

/** Nothing happens where there is none. */
export async function eraseRun(runId: string): Promise<void> {
  await inTransaction('readwrite', async (tx) => {
    await Promise.all([
      tx.objectStore('runs').delete(runId),
      tx.objectStore('layouts').delete(runId),
      tx.objectStore('slabs').delete(slabRange(runId)),
      tx.objectStore('results').delete(slabRange(runId)),
    ]);
  });
}

export async function eraseAllRuns(): Promise<void> {
  await inTransaction('readwrite', async (tx) => {
    await Promise.all(stores.map((name) => tx.objectStore(name).clear()));
  });
}
