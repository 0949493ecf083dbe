/** The files of this device for one tab: the table worker answers, and the tab that leads reads. */
import * as Comlink from 'comlink';
import { UndertoneError } from '#core/contracts/errors';
import type { RunState } from '#core/contracts/run';
import type { Figures } from '#core/report/summary';
import type { Router } from '../router.ts';
import { openRunChannel } from './messages.ts';
import { slabsAtOnce } from './read-run.ts';
import type { RowReader } from './read-run.ts';
import { createRunLead } from './run-lead.ts';
import { createRunWatchers } from './run-watchers.ts';
import type { LongWork, Runs } from './runs.ts';
import { createTableClient } from './table-client.ts';
import { createTableWorker } from './table-worker.ts';

export interface RunsOptions {
  /** Made whenever the one before has died. */
  createWorker?: (name: string) => Worker;
  /** Called when this tab begins to read a run; what it returns, when that has ended. */
  whileReading?: () => () => void;
  /** Called when a run begins to be read, in whichever tab; what it returns, when none is any more. */
  whileRunning?: () => () => void;
  /**
   * Whether this tab goes on with runs that were started in another tab or visit. Not where reading means to send
   * texts, which is agreed to for one session of one tab: such runs are paused.
   */
  goesOnUnasked?: boolean;
}

export interface RunsOfTab extends Runs {
  /** Ends what this tab does for runs; another tab goes on with them, or the next visit. */
  dispose(): void;
}

const nothing = (): (() => void) => () => undefined;
/** Rows that are read for an estimate. */
const sampleRows = 50;

/** @param engine reads the rows, in the tab that leads */
export function createRuns(
  engine: RowReader & Pick<Router, 'leading'>,
  {
    createWorker = createTableWorker,
    whileReading = nothing,
    whileRunning = nothing,
    goesOnUnasked = true,
  }: RunsOptions = {},
): RunsOfTab {
  const tables = createTableClient(createWorker);
  const channel = openRunChannel();
  const watch = createRunWatchers(tables, channel, whileRunning);
  const lead = createRunLead({ tables, engine, channel, whileReading, goesOnUnasked });

  async function setState(runId: string, state: RunState): Promise<void> {
    await tables.ask((api) => api.setState(runId, state));
    channel.say({ kind: 'changed', runId });
  }

  function progressOf({ onProgress, signal }: LongWork): NonNullable<LongWork['onProgress']> {
    return Comlink.proxy((progress) => {
      if (signal?.aborted !== true) onProgress?.(progress);
    });
  }

  return {
    inspect: (file, given = {}) => tables.ask((api) => api.inspect(file, file.name, given)),
    async takeIn(file, options, work = {}) {
      const onProgress = progressOf(work);
      const run = await tables.work(
        (api, id) => api.takeIn(id, { file, name: file.name, ...options }, onProgress),
        work.signal,
      );
      channel.say({ kind: 'changed', runId: run.id });
      return run;
    },
    async textsLeft(runId, count) {
      const { texts, textsLeft } = await tables.ask((api) => api.nextTexts(runId, count));
      return { first: texts, count: textsLeft };
    },
    async estimate(runId, signal) {
      const run = await tables.ask((api) => api.get(runId));
      if (run === null) throw new UndertoneError('not-found');
      const { texts, textsLeft } = await tables.ask((api) => api.sample(runId, sampleRows));
      const rowsLeft = run.rows - run.counts.rows;
      await engine.start(signal);
      const startedMs = performance.now();
      // As the run itself will: in several portions at once.
      const options = { anyLanguage: run.anyLanguage, ...(signal === undefined ? {} : { signal }) };
      await Promise.all(portionsOf(texts, slabsAtOnce).map((portion) => engine.readRows(portion, options)));
      const tookMs = performance.now() - startedMs;
      const totalMs = texts.length === 0 ? 0 : (tookMs * textsLeft) / texts.length;
      return { totalMs, rowsPerSecond: rowsLeft / (Math.max(totalMs, 1) / 1000) };
    },

    async start(runId) {
      await setState(runId, 'running');
      lead.want(runId);
    },
    pause: (runId) => setState(runId, 'paused'),
    stop: (runId) => setState(runId, 'stopped'),

    list: () => tables.ask((api) => api.list()),
    watch,

    rows: (runId, filter, sort, offset, count) =>
      tables.ask((api) => api.rows(runId, filter, sort, offset, count)),
    row: (runId, row) => tables.ask((api) => api.row(runId, row)),
    groups: (runId, search, most) => tables.ask((api) => api.groups(runId, search, most)),
    summary: (runId, context, signal, onFigures = () => undefined) => {
      const tell = Comlink.proxy((figures: Figures) => {
        if (signal?.aborted !== true) onFigures(figures);
      });
      return tables.work((api, id) => api.summary(id, runId, context, tell), signal);
    },
    exportRows: (runId, kind, options, work = {}) => {
      const onProgress = progressOf(work);
      return tables.work((api, id) => api.exportRows(id, runId, kind, options, onProgress), work.signal);
    },
    report: (runId, context, signal) => tables.work((api, id) => api.report(id, runId, context), signal),

    async erase(runId) {
      await tables.ask((api) => api.erase(runId));
      channel.say({ kind: 'changed', runId });
    },
    async eraseAll() {
      await tables.ask((api) => api.eraseAll());
      channel.say({ kind: 'changed', runId: null });
    },
    measure: () => tables.ask((api) => api.measure()),

    dispose() {
      lead.dispose();
      channel.close();
      tables.dispose();
    },
  };
}

/** At most `most` portions of about the same size, none of them empty. */
function portionsOf<Item>(items: readonly Item[], most: number): Item[][] {
  const size = Math.max(1, Math.ceil(items.length / most));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, place) =>
    items.slice(place * size, (place + 1) * size),
  );
}
