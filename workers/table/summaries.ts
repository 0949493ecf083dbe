/** Figures of runs, added up as results come in: what was counted once for some settings is not counted again. */
import { UndertoneError } from '#core/contracts/errors';
import type { Summary } from '#core/contracts/report';
import type { ReportSettings } from '#core/contracts/run';
import { createSummaryCounts } from '#core/report/summary';
import type { SummaryCounts } from '#core/report/summary';
import type { LayoutRecord } from './database.ts';
import { keptRows } from './kept-rows.ts';
import { dayOf } from './layout.ts';
import { groupOf } from '#core/table/row-cells';
import { layoutOf, recordOf } from './run-store.ts';

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
  counts: SummaryCounts;
  layout: LayoutRecord;
  nextSlab: number;
  /** One addition after another. */
  turn: Promise<unknown>;
}

/** The settings before stay at hand, since a slider goes to and fro. */
const mostCounted = 2;

export function createSummaries(): Summaries {
  const counted = new Map<string, Promise<Counted>>();

  async function begin(runId: string, settings: ReportSettings): Promise<Counted> {
    const layout = await layoutOf(runId);
    const record = await recordOf(runId);
    if (record === null) throw new UndertoneError('not-found');
    const counts = createSummaryCounts({ roles: record.run.roles, settings });
    return { counts, layout, nextSlab: 0, turn: Promise.resolve() };
  }

  async function catchUp(runId: string, own: Counted, signal: AbortSignal): Promise<Summary> {
    signal.throwIfAborted();
    const record = await recordOf(runId);
    if (record === null) throw new UndertoneError('not-found');
    for await (const { rows, nextSlab } of keptRows(record.run, own.nextSlab, record.nextSlab, signal)) {
      for (const { row, text, cells, fault, repeated, result } of rows) {
        if (result === null) continue;
        const rating = own.layout.ratings?.[row] ?? NaN;
        own.counts.add({
          text,
          group: groupOf(cells, record.run.roles),
          date: dayOf(own.layout, row),
          rating: Number.isNaN(rating) ? null : rating,
          fault,
          repeated,
          result,
        });
      }
      own.nextSlab = nextSlab;
    }
    return own.counts.summary();
  }

  return {
    async summary(runId, settings, signal) {
      const key = JSON.stringify([runId, settings]);
      const known = counted.get(key) ?? begin(runId, settings);
      counted.delete(key);
      counted.set(key, known);
      for (const oldest of [...counted.keys()].slice(0, -mostCounted)) counted.delete(oldest);
      known.catch(() => {
        if (counted.get(key) === known) counted.delete(key);
      });
      const own = await known;
      const turn = own.turn.then(() => catchUp(runId, own, signal));
      own.turn = turn.catch(() => undefined);
      return await turn;
    },
    forget: () => counted.clear(),
  };
}
