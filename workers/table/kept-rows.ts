/** All rows of a run one portion after another, with what came of them. */
import { UndertoneError } from '#core/contracts/errors';
import type { RowResult } from '#core/contracts/row-result';
import type { Run } from '#core/contracts/run';
import type { TableRow } from '#core/contracts/table';
import { textOf } from '#core/table/text-of';
import { inTransaction, noText, slabRange } from './database.ts';
import type { KeptResults, SlabRecord } from './database.ts';
import { unpackResults } from './packed-results.ts';

export interface KeptRow extends TableRow {
  /** Its place in the file, from 0. */
  row: number;
  text: string;
  /** The row whose text was read for it, which may be itself; null where there is nothing to read. */
  first: number | null;
  /** The text stood in an earlier row already. */
  repeated: boolean;
  /** Null while it has not been read. */
  result: RowResult | null;
  /** By its place among those of the run, what new texts of its slab were read with; null where it is not known. */
  model: number | null;
}

/** Slabs that are fetched at once: what is held of a run at a time. */
const portion = 8;

/**
 * The rows of the slabs from one to another, the latter left out; each portion is fetched when it is asked for.
 *
 * @throws UndertoneError what the signal was aborted with; `not-found` where the run is erased meanwhile
 */
export async function* keptRows(
  run: Run,
  from: number,
  to: number,
  signal: AbortSignal,
): AsyncGenerator<{ rows: KeptRow[]; nextSlab: number }> {
  for (let number = from; number < to; number += portion) {
    signal.throwIfAborted();
    const nextSlab = Math.min(to, number + portion);
    const range = slabRange(run.id, number, nextSlab);
    const { slabs, results } = await inTransaction('readonly', async (tx) => ({
      slabs: await tx.objectStore('slabs').getAll(range),
      results: await tx.objectStore('results').getAll(range),
    }));
    if (slabs.length < nextSlab - number) throw new UndertoneError('not-found');
    const rows = slabs.flatMap((slab, place) => {
      const packed = results[place];
      return rowsOf(run, slab, packed ?? null);
    });
    yield { rows, nextSlab };
  }
}

function rowsOf(run: Run, slab: SlabRecord, kept: KeptResults | null): KeptRow[] {
  const results = kept === null ? null : unpackResults(kept);
  return slab.cells.map((cells, place) => {
    const row = slab.firstRow + place;
    const first = slab.firstOf[place] ?? noText;
    return {
      row,
      line: slab.lines[place] ?? 0,
      cells,
      fault: slab.faults[place] ?? null,
      text: textOf({ cells }, run.roles),
      first: first === noText ? null : first,
      repeated: first !== noText && first !== row,
      result: results?.[place] ?? null,
      model: kept?.model ?? null,
    };
  });
}
