/** What sorting and filtering need to know of every row of a run, in typed arrays: some forty bytes a row, no texts. */
import { UndertoneError } from '#core/contracts/errors';
import type { Run } from '#core/contracts/run';
import { inTransaction, slabRange } from './database.ts';
import type { LayoutRecord, RunRecord } from './database.ts';
import { percentsOf } from './packed-results.ts';
import { layoutOf, recordOf } from './run-store.ts';

export interface RunIndex {
  readonly layout: LayoutRecord;
  /** By row: `kindCode`; that of `unread` where no result is in. */
  readonly kinds: Uint8Array;
  /** By row; NaN where it was not read. */
  readonly scores: Float64Array;
  readonly confidences: Float64Array;
  /** By row, as the sureness is shown; of no meaning where the confidence is NaN. */
  readonly percents: Uint8Array;
  /** By row, as packed. */
  readonly reviews: Uint8Array;
  /** By slab: what it was read with, by its place among the models of the run, or `notKnown`. */
  readonly models: Int16Array;
  /** The first slab whose results are not in here. */
  nextSlab: number;
}

/** Of a slab in which nothing was read, and of old ones. */
export const notKnown = -1;

export interface OpenIndexes {
  /**
   * The index of a run with every result that is kept by now, whichever tab kept it.
   *
   * @throws UndertoneError `not-found`
   */
  current(runId: string): Promise<{ run: Run; index: RunIndex }>;
  forget(runId: string): void;
  forgetAll(): void;
}

/** Slabs that are fetched at once. */
const portion = 64;
/** A person looks at one run, or compares two. */
const mostOpen = 2;

export function createOpenIndexes(): OpenIndexes {
  /** The one used last at the end. Each is a chain: additions to an index happen one after another. */
  const open = new Map<string, Promise<RunIndex>>();

  async function brought(before: Promise<RunIndex> | undefined, record: RunRecord): Promise<RunIndex> {
    // What broke one addition off need not break off the next, which goes on where it ended.
    const known = await before?.catch(() => undefined);
    const index = known ?? emptyIndex(await layoutOf(record.run.id), record.run.rows);
    while (index.nextSlab < record.nextSlab)
      await addResults(record.run.id, index, Math.min(index.nextSlab + portion, record.nextSlab));
    return index;
  }

  return {
    async current(runId) {
      const record = await recordOf(runId);
      if (record === null || record.run.state === 'taking-in') {
        open.delete(runId);
        throw new UndertoneError('not-found');
      }
      const index = brought(open.get(runId), record);
      open.delete(runId);
      open.set(runId, index);
      for (const oldest of [...open.keys()].slice(0, -mostOpen)) open.delete(oldest);
      return { run: record.run, index: await index };
    },
    forget: (runId) => void open.delete(runId),
    forgetAll: () => open.clear(),
  };
}

function emptyIndex(layout: LayoutRecord, rows: number): RunIndex {
  return {
    layout,
    kinds: new Uint8Array(rows),
    scores: new Float64Array(rows).fill(NaN),
    confidences: new Float64Array(rows).fill(NaN),
    percents: new Uint8Array(rows),
    reviews: new Uint8Array(rows),
    models: new Int16Array(layout.firstRows.length).fill(notKnown),
    nextSlab: 0,
  };
}

async function addResults(runId: string, index: RunIndex, to: number): Promise<void> {
  const slabs = await inTransaction('readonly', (tx) =>
    tx.objectStore('results').getAll(slabRange(runId, index.nextSlab, to)),
  );
  if (slabs.length < to - index.nextSlab) throw new UndertoneError('not-found');
  for (const slab of slabs) {
    const { kinds, scores, confidences, reviews, model = notKnown } = slab;
    const at = index.layout.firstRows[index.nextSlab] ?? 0;
    index.kinds.set(kinds, at);
    index.scores.set(scores, at);
    index.confidences.set(confidences, at);
    index.percents.set(percentsOf(slab), at);
    index.reviews.set(reviews, at);
    index.models[index.nextSlab] = model;
    index.nextSlab += 1;
  }
}
