/** What goes by itself of files and readings: what is past its time, and without a history all files but the last. */
import { isFinished } from '#core/contracts/run';
import type { Run, RunState } from '#core/contracts/run';
import type { Runs } from '../engine/runs/runs.ts';
import { eraseBlindCheck, eraseBlindChecks } from '../storage/blind-checks.ts';
import { eraseReadingsBefore } from '../storage/history.ts';
import { historyWish, keptSince } from '../storage/history-wish.ts';
import { eraseAllReportSettings, eraseReportSettings } from '../storage/report-settings.ts';

type Shelf = Pick<Runs, 'list' | 'erase'>;

/** Only what is finished goes without asking: what was not read to its end may be gone on with. */
async function erasePast(runs: Shelf, isPast: (run: Run) => boolean): Promise<void> {
  for (const run of await runs.list()) {
    if (isFinished(run) && isPast(run)) await runs.erase(run.id);
  }
}

/** Work that the device is at is no matter of the past, however long ago it was done last. */
const inHand: ReadonlySet<RunState> = new Set(['taking-in', 'running']);

/** Whatever was not touched since then, read to its end or not. */
async function eraseUntouched(runs: Shelf, sinceMs: number): Promise<void> {
  for (const { id, state, changedAtMs } of await runs.list())
    if (!inHand.has(state) && changedAtMs < sinceMs) await runs.erase(id);
}

/**
 * Forgets what is past the time that the person has set, counted from when it was last worked on. Without a history
 * there is no time for files: the last one read and those that were not read to the end stay until they are erased.
 *
 * @param nowMs milliseconds since 1970
 * @throws UndertoneError `storage-unavailable`
 */
export async function forgetExpired(runs: Shelf, nowMs: number): Promise<void> {
  const wish = historyWish.get();
  const sinceMs = keptSince(wish, nowMs);
  if (sinceMs === null) return;
  await eraseReadingsBefore(sinceMs);
  if (wish.isKept) await eraseUntouched(runs, sinceMs);
}

/**
 * Without a history a file that is taken in takes the place of those that were read before; and with a file goes what
 * is kept of it elsewhere.
 */
export function withRetention(runs: Runs): Runs {
  async function erase(runId: string): Promise<void> {
    await runs.erase(runId);
    eraseReportSettings(runId);
    await eraseBlindCheck(runId);
  }

  return {
    ...runs,
    erase,
    async eraseAll() {
      await runs.eraseAll();
      eraseAllReportSettings();
      await eraseBlindChecks();
    },
    async takeIn(...given) {
      const taken = await runs.takeIn(...given);
      if (!historyWish.get().isKept) {
        const shelf = { list: () => runs.list(), erase };
        // The new one is here all the same.
        await erasePast(shelf, ({ id }) => id !== taken.id).catch(() => undefined);
      }
      return taken;
    },
  };
}
