/** Rows to look at: a page of those that a filter leaves, without holding the texts of the others. */
import type { RowFilter, RowPage, RowSort, RowView, Run } from '#core/contracts/run';
import type { RowResult } from '#core/contracts/row-result';
import { relabelled } from '#core/score/relabel';
import { groupOf } from '#core/table/row-cells';
import { textOf } from '#core/table/text-of';
import { inTransaction, noText, slabRange } from './database.ts';
import type { SlabRecord } from './database.ts';
import { slabOf } from './layout.ts';
import { unpackResults } from './packed-results.ts';
import { createRowLabels } from './row-labels.ts';
import { notKnown } from './run-index.ts';
import type { OpenIndexes, RunIndex } from './run-index.ts';
import { selectRows } from './row-selection.ts';

export interface RowPages {
  /** @throws UndertoneError `not-found` */
  page(runId: string, filter: RowFilter, sort: RowSort, offset: number, count: number): Promise<RowPage>;
  /** Null past the last row. */
  row(runId: string, row: number): Promise<RowView | null>;
  forget(): void;
}

interface LoadedSlab {
  slab: SlabRecord;
  results: RowResult[] | null;
}

/** Enough to go up and down a table without fetching anew. */
const mostLoaded = 48;
/** Slabs that are searched at once. */
const portion = 16;

export function createRowPages(indexes: OpenIndexes): RowPages {
  const loaded = new Map<string, LoadedSlab>();
  /** Of the last question each: a table asks for page after page of the same. */
  let selection: { key: string; rows: Uint32Array } | null = null;
  const labels = createRowLabels();
  let search: { key: string; hits: Promise<Uint8Array> } | null = null;

  function hitsOf(run: Run, index: RunIndex, words: string): Promise<Uint8Array> {
    const key = JSON.stringify([run.id, words]);
    if (search?.key !== key) search = { key, hits: searchRows(run, index, words) };
    const { hits } = search;
    hits.catch(() => {
      if (search?.hits === hits) search = null;
    });
    return hits;
  }

  async function select(run: Run, index: RunIndex, filter: RowFilter, sort: RowSort): Promise<Uint32Array> {
    const key = JSON.stringify([run.id, index.nextSlab, filter, sort]);
    if (selection?.key === key) return selection.rows;
    const words = filter.search?.trim() ?? '';
    const hits = words === '' ? null : await hitsOf(run, index, words);
    const { unsureBelow } = filter;
    const labelled = unsureBelow === undefined ? index : await labels.labelled(run, index, unsureBelow);
    const rows = selectRows(labelled, filter, sort, hits);
    selection = { key, rows };
    return rows;
  }

  async function load(run: Run, index: RunIndex, number: number): Promise<LoadedSlab | null> {
    const key = `${run.id} ${number}`;
    const known = loaded.get(key);
    const hasResults = number < index.nextSlab;
    if (known !== undefined && (known.results !== null || !hasResults)) return known;
    const { slab, packed } = await inTransaction('readonly', async (tx) => ({
      slab: await tx.objectStore('slabs').get([run.id, number]),
      packed: await tx.objectStore('results').get([run.id, number]),
    }));
    if (slab === undefined) return null;
    const now = { slab, results: packed === undefined ? null : unpackResults(packed) };
    loaded.delete(key);
    loaded.set(key, now);
    for (const oldest of [...loaded.keys()].slice(0, -mostLoaded)) loaded.delete(oldest);
    return now;
  }

  async function view(run: Run, index: RunIndex, row: number): Promise<RowView | null> {
    const found = await load(run, index, slabOf(index.layout.firstRows, row));
    const place = row - (found?.slab.firstRow ?? 0);
    const cells = found?.slab.cells[place];
    if (found === null || cells === undefined) return null;
    return {
      row,
      line: found.slab.lines[place] ?? 0,
      cells,
      fault: found.slab.faults[place] ?? null,
      text: textOf({ cells }, run.roles),
      group: groupOf(cells, run.roles, run.columns.length),
      result: found.results?.[place] ?? null,
      ...modelOf(index, found, place),
    };
  }

  return {
    async page(runId, filter, sort, offset, count) {
      const { run, index } = await indexes.current(runId);
      const rows = await select(run, index, filter, sort);
      const views: RowView[] = [];
      for (const row of rows.subarray(offset, offset + count)) {
        const found = await view(run, index, row);
        if (found !== null) views.push(withLine(found, filter.unsureBelow));
      }
      return { total: rows.length, rows: views };
    },
    async row(runId, row) {
      const { run, index } = await indexes.current(runId);
      return await view(run, index, row);
    },
    forget() {
      loaded.clear();
      selection = null;
      search = null;
      labels.forget();
    },
  };
}

/** A text that stood before was read with its first row. */
function modelOf(index: RunIndex, { slab, results }: LoadedSlab, place: number): Pick<RowView, 'model'> {
  const first = slab.firstOf[place] ?? noText;
  if (first === noText || results?.[place] === undefined) return {};
  const model = index.models[slabOf(index.layout.firstRows, first)] ?? notKnown;
  return model === notKnown ? {} : { model };
}

function withLine(view: RowView, unsureBelow: number | undefined): RowView {
  if (view.result === null || unsureBelow === undefined) return view;
  return { ...view, result: relabelled(view.result, unsureBelow) };
}

/** By row, whether its text holds each of the words, whatever their case. */
async function searchRows(run: Run, { kinds, layout }: RunIndex, search: string): Promise<Uint8Array> {
  const words = search.toLowerCase().split(/\s+/u);
  const hits = new Uint8Array(kinds.length);
  for (let from = 0; from < layout.firstRows.length; from += portion) {
    const slabs = await inTransaction('readonly', (tx) =>
      tx.objectStore('slabs').getAll(slabRange(run.id, from, from + portion)),
    );
    for (const { firstRow, cells } of slabs) {
      for (const [place, ofRow] of cells.entries()) {
        const text = textOf({ cells: ofRow }, run.roles).toLowerCase();
        if (words.every((word) => text.includes(word))) hits[firstRow + place] = 1;
      }
    }
  }
  return hits;
}
