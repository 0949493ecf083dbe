/** Figures of runs, added up as results come in. Where somebody changes how they are drawn, only that is counted anew. */
import { UndertoneError } from '#core/contracts/errors';
import type { Summary } from '#core/contracts/report';
import type { Figures } from '#core/report/summary';
import type { ReportSettings, Run } from '#core/contracts/run';
import type { LayoutRecord } from './database.ts';
import { keptRows } from './kept-rows.ts';
import type { KeptRow } from './kept-rows.ts';
import { dayOf } from './layout.ts';
import { layoutOf, recordOf } from './run-store.ts';
import { createSummaryParts } from './summary-parts.ts';
import type { PlacedRow, RowCells, SummaryParts } from './summary-parts.ts';

export interface Summaries {
  /**
   * Of the rows whose results are kept by now.
   *
   * @param onFigures told all but what depends on words, where that is known long before the rest
   * @throws UndertoneError `not-found`, and what the signal was aborted with
   */
  summary(
    runId: string,
    settings: ReportSettings,
    signal: AbortSignal,
    onFigures?: (figures: Figures) => void,
  ): Promise<Summary>;
  forget(): void;
}

interface Counted {
  parts: SummaryParts;
  layout: LayoutRecord;
  /** One addition after another. */
  turn: Promise<unknown>;
}

/** A person looks at one run, or compares two. */
const mostCounted = 2;

export function createSummaries(): Summaries {
  const counted = new Map<string, Promise<Counted>>();

  async function begin(runId: string): Promise<Counted> {
    const layout = await layoutOf(runId);
    const { run } = await existing(runId);
    const { roles, rows } = run;
    const cellsOf = (row: number) => cellsIn(layout, row);
    const parts = createSummaryParts({ roles, rows, firstRows: layout.firstRows, cellsOf });
    return { parts, layout, turn: Promise.resolve() };
  }

  async function catchUp(
    runId: string,
    { parts, layout }: Counted,
    settings: ReportSettings,
    signal: AbortSignal,
    onFigures: (figures: Figures) => void,
  ): Promise<Summary> {
    signal.throwIfAborted();
    const { run, nextSlab: end } = await existing(runId);
    const counting = parts.countingFor(settings, end);
    const figures = counting.firstSlab < end ? counting.figures() : null;
    if (figures !== null) onFigures(figures);
    for await (const { rows, nextSlab } of keptRows(run, counting.firstSlab, end, signal)) {
      counting.add(
        rows.flatMap((row) => reportRow(row, layout)),
        nextSlab,
      );
    }
    return counting.summary();
  }

  return {
    async summary(runId, settings, signal, onFigures = () => undefined) {
      const known = counted.get(runId) ?? begin(runId);
      counted.delete(runId);
      counted.set(runId, known);
      for (const oldest of [...counted.keys()].slice(0, -mostCounted)) counted.delete(oldest);
      known.catch(() => {
        if (counted.get(runId) === known) counted.delete(runId);
      });
      const own = await known;
      const turn = own.turn.then(() => catchUp(runId, own, settings, signal, onFigures));
      own.turn = turn.catch(() => undefined);
      return await turn;
    },
    forget: () => counted.clear(),
  };
}

async function existing(runId: string): Promise<{ run: Run; nextSlab: number }> {
  const record = await recordOf(runId);
  if (record === null) throw new UndertoneError('not-found');
  return record;
}

function reportRow({ row, text, fault, repeated, result }: KeptRow, layout: LayoutRecord): PlacedRow[] {
  if (result === null) return [];
  return [{ row, text, fault, repeated, result, ...cellsIn(layout, row) }];
}

function cellsIn(layout: LayoutRecord, row: number): RowCells {
  const rating = layout.ratings?.[row] ?? NaN;
  const { groups } = layout;
  return {
    group: groups?.names[groups.ids[row] ?? 0] ?? null,
    date: dayOf(layout, row),
    rating: Number.isNaN(rating) ? null : rating,
  };
}
