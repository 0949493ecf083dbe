/** What the table worker answers. */
import { UndertoneError } from '#core/contracts/errors';
import { bytesOfBlob } from '#core/table/byte-source';
import { htmlReport } from '#core/report/html-report';
import { maskedFigures } from '#core/report/masked-figures';
import { inspectTable } from '#core/table/inspect';
import { asOutcome } from '../outcome.ts';
import type { ReportContext, TableApi } from '../table-api.ts';
import { exportRows } from './exports.ts';
import { groupNames } from './group-names.ts';
import { createRowPages } from './row-pages.ts';
import { createOpenIndexes } from './run-index.ts';
import {
  commitSlab,
  eraseAllRuns,
  eraseRun,
  listRecords,
  readSlab,
  recordOf,
  setState,
} from './run-store.ts';
import { nextTexts, sampleTexts } from './sample.ts';
import { createSummaries } from './summaries.ts';
import { readingError, sweepLeftovers, takeIn } from './take-in.ts';
import { createWorkInHand } from './work-in-hand.ts';

/** What finds personal data is large, and comes when it is first needed. */
async function loadMask(): Promise<(text: string) => string> {
  const [{ maskText }, { findPhoneNumbers }] = await Promise.all([
    import('#core/text/mask'),
    import('#core/text/phone-numbers'),
  ]);
  return (text) => maskText(text, findPhoneNumbers);
}

export function createTableService(): TableApi {
  const indexes = createOpenIndexes();
  const pages = createRowPages(indexes);
  const summaries = createSummaries();
  const inHand = createWorkInHand();

  async function report(runId: string, context: ReportContext, signal: AbortSignal): Promise<Blob> {
    const summary = await summaries.summary(runId, context.settings, signal);
    const record = await recordOf(runId);
    if (record === null) throw new UndertoneError('not-found');
    const { run } = record;
    const told =
      context.isMasked === true
        ? maskedFigures({ columns: run.columns, summary }, await loadMask())
        : { columns: run.columns, summary };
    const page = htmlReport({
      ...context,
      run: { ...run, columns: told.columns },
      summary: told.summary,
      checkedCounts: run.counts.byLabel,
      madeAtMs: Date.now(),
    });
    return new Blob([page], { type: 'text/html;charset=utf-8' });
  }

  return {
    inspect: (file, name, given) =>
      asOutcome(async () => {
        try {
          return await inspectTable(bytesOfBlob(file), { name, sizeBytes: file.size, given });
        } catch (thrown) {
          throw readingError(thrown);
        }
      }, 'internal'),
    takeIn: (id, options, onProgress) =>
      asOutcome(() => inHand.run(id, (signal) => takeIn(options, onProgress, signal)), 'internal'),

    list: () =>
      asOutcome(async () => {
        await sweepLeftovers();
        return (await listRecords()).map(({ run }) => run);
      }, 'internal'),
    get: (runId) => asOutcome(async () => (await recordOf(runId))?.run ?? null, 'internal'),
    setState: (runId, state, haltedBy) =>
      asOutcome(() => setState(runId, state, haltedBy ?? null), 'internal'),

    sample: (runId, count) => asOutcome(() => sampleTexts(runId, count), 'internal'),
    nextTexts: (runId, count) => asOutcome(() => nextTexts(runId, count), 'internal'),
    slab: (runId, number) => asOutcome(() => readSlab(runId, number), 'internal'),
    nextSlab: (runId) =>
      asOutcome(async () => {
        const record = await recordOf(runId);
        if (record === null) throw new UndertoneError('not-found');
        return record.nextSlab;
      }, 'internal'),
    commit: (runId, number, results, model) =>
      asOutcome(() => commitSlab(runId, number, results, model), 'internal'),

    rows: (runId, filter, sort, offset, count) =>
      asOutcome(() => pages.page(runId, filter, sort, offset, count), 'internal'),
    row: (runId, row) => asOutcome(() => pages.row(runId, row), 'internal'),
    groups: (runId, search, most) =>
      asOutcome(
        async () => groupNames((await indexes.current(runId)).index.layout, search, most),
        'internal',
      ),

    summary: (id, runId, { settings }, onFigures) =>
      asOutcome(
        () => inHand.run(id, (signal) => summaries.summary(runId, settings, signal, onFigures)),
        'internal',
      ),
    exportRows: (id, runId, kind, { isMasked, corrected = [] }, onProgress) =>
      asOutcome(
        () =>
          inHand.run(id, async (signal) => {
            const settings = isMasked ? { mask: await loadMask() } : {};
            return await exportRows(runId, kind, corrected, settings, onProgress, signal);
          }),
        'internal',
      ),
    report: (id, runId, context) =>
      asOutcome(() => inHand.run(id, (signal) => report(runId, context, signal)), 'internal'),

    cancel: (id) => inHand.cancel(id),
    erase: (runId) =>
      asOutcome(async () => {
        await eraseRun(runId);
        indexes.forget(runId);
        pages.forget();
        summaries.forget();
        return null;
      }, 'internal'),
    eraseAll: () =>
      asOutcome(async () => {
        await eraseAllRuns();
        indexes.forgetAll();
        pages.forget();
        summaries.forget();
        return null;
      }, 'internal'),
    measure: () =>
      asOutcome(async () => {
        const records = await listRecords();
        return {
          count: records.length,
          // Of one that is coming in nobody has added up yet what is kept of it; it will be about as much as the file has.
          sizeBytes: records.reduce(
            (sum, { sizeBytes, run }) => sum + (run.state === 'taking-in' ? run.sizeBytes : sizeBytes),
            0,
          ),
        };
      }, 'internal'),
  };
}
