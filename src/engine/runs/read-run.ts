/** Reads a run: several slabs at once, kept one after another. */
import { UndertoneError } from '#core/contracts/errors';
import type { Run } from '#core/contracts/run';
import type { Engine, RowsRead } from '#core/engine';
import type { TableClient } from './table-client.ts';

/** What rows are read with. */
export type RowReader = Pick<Engine, 'start' | 'readRows'>;

/** One for each engine that a pool has at most, and one that waits so that none is idle. */
export const slabsAtOnce = 5;

/**
 * Goes on where the results end, until the last slab or until the run is not to run any more.
 *
 * @param onKept told the run as it is after each slab
 * @throws UndertoneError `cancelled` by the signal, `not-found` once the run was erased, and whatever ends the reading
 */
export async function readRun(
  run: Run,
  tables: TableClient,
  reader: RowReader,
  signal: AbortSignal,
  onKept: (run: Run) => void,
): Promise<void> {
  // The slabs read ahead are of no use once one before them failed.
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);

  async function readSlab(number: number): Promise<RowsRead | null> {
    const slab = await tables.ask((api) => api.slab(run.id, number));
    if (slab === null) return null;
    if (slab.texts.length === 0) return { results: [], model: null };
    return await reader.readRows(slab.texts, { anyLanguage: run.anyLanguage, signal: both });
  }

  let next = await tables.ask((api) => api.nextSlab(run.id));
  const ahead: Promise<RowsRead | null>[] = [];
  try {
    for (let number = next; ; number += 1) {
      for (; next < number + slabsAtOnce; next += 1) {
        const reading = readSlab(next);
        // Told when its turn comes.
        reading.catch(() => undefined);
        ahead.push(reading);
      }
      const read = await ahead.shift();
      if (signal.aborted) throw new UndertoneError('cancelled');
      if (read === null || read === undefined) return;
      const kept = await tables.ask((api) => api.commit(run.id, number, read.results, read.model));
      onKept(kept);
      if (kept.state !== 'running') return;
    }
  } finally {
    own.abort();
  }
}
