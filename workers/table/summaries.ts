/** Figures of runs, added up as results come in. Where somebody changes how they are drawn, only that is counted anew. */
import { UndertoneError } from '#core/contracts/errors';
import type { Summary } from '#core/contracts/report';
import type { ReportSettings, Run } from '#core/contracts/run';
import { groupOf } from '#core/table/row-cells';
import type { LayoutRecord } from './database.ts';
import { keptRows } from './kept-rows.ts';
import type { KeptRow } from './kept-rows.ts';
import { dayOf } from './layout.ts';
import { layoutOf, recordOf } from './run-store.ts';
import { createSummaryParts } from './summary-parts.ts';
import type { PlacedRow, SummaryParts } from './summary-parts.ts';

export interface Summaries {
  /**
   * Of the rows whose results are kept by now.
   *
   * @throws UndertoneError `not-found`, and what the signal was aborted with
   */
  summary(runId: string, settings: ReportSettings, signal: AbortSignal): Promise<Summary>;
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
    return { parts: createSummaryParts(run.roles, layout.firstRows), layout, turn: Promise.resolve() };
  }

  async function catchUp(
    runId: string,
    { parts, layout }: Counted,
    settings: ReportSettings,
    signal: AbortSignal,
  ): Promise<Summary> {
    signal.throwIfAborted();
    const { run, nextSlab: end } = await existing(runId);
    const counting = parts.countingFor(settings, end);
    for await (const { rows, nextSlab } of keptRows(run, counting.firstSlab, end, signal)) {
      counting.add(
        rows.flatMap((row) => reportRow(row, run, layout)),
        nextSlab,
      );
    }
    return counting.summary();
  }

  return {
    async summary(runId, settings, signal) {
      const known = counted.get(runId) ?? begin(runId);
      counted.delete(runId);
      counted.set(runId, known);
      for (const oldest of [...counted.keys()].slice(0, -mostCounted)) counted.delete(oldest);
      known.catch(() => {
        if (counted.get(runId) === known) counted.delete(runId);
      });
      const own = await known;
      const turn = own.turn.then(() => catchUp(runId, own, settings, signal));
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

function reportRow(
  { row, text, cells, fault, repeated, result }: KeptRow,
  { roles }: Run,
  layout: LayoutRecord,
): PlacedRow[] {
  if (result === null) return [];
  const rating = layout.ratings?.[row] ?? NaN;
  return [
    {
      row,
      text,
      group: groupOf(cells, roles),
      date: dayOf(layout, row),
      rating: Number.isNaN(rating) ? null : rating,
      fault,
      repeated,
      result,
    },
  ];
}
