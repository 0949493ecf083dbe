/** What goes by itself of files and readings: what is past its time, and without a history all files but the last. */
import type { Run, RunState } from '#core/contracts/run';
import type { Runs } from '../engine/runs/runs.ts';
import { keepBlindChecksOf } from '../storage/blind-checks.ts';
import { eraseReadingsBefore } from '../storage/history.ts';
import { historyWish, keptSince } from '../storage/history-wish.ts';

/** Only these go without asking: what was not read to its end may be gone on with. */
const finished: ReadonlySet<RunState> = new Set(['done', 'stopped']);

type Shelf = Pick<Runs, 'list' | 'erase'>;

async function erase(runs: Shelf, isPast: (run: Run) => boolean): Promise<void> {
  const kept: string[] = [];
  for (const run of await runs.list()) {
    if (finished.has(run.state) && isPast(run)) await runs.erase(run.id);
    else kept.push(run.id);
  }
  await keepBlindChecksOf(kept);
}

/**
 * Forgets what is past the time that the person has set. Without a history the last file has none.
 *
 * @param nowMs milliseconds since 1970
 * @throws UndertoneError `storage-unavailable`
 */
export async function forgetExpired(runs: Shelf, nowMs: number): Promise<void> {
  const wish = historyWish.get();
  const sinceMs = keptSince(wish, nowMs);
  if (sinceMs === null) return;
  await eraseReadingsBefore(sinceMs);
  if (wish.isKept) await erase(runs, (run) => (run.finishedAtMs ?? run.createdAtMs) < sinceMs);
}

/** Without a history a file that is taken in takes the place of those that were read before. */
export function withRetention(runs: Runs): Runs {
  return {
    ...runs,
    async takeIn(...given) {
      const taken = await runs.takeIn(...given);
      if (!historyWish.get().isKept) {
        // The new one is here all the same.
        await erase(runs, ({ id }) => id !== taken.id).catch(() => undefined);
      }
      return taken;
    },
  };
}
