/** The word to read a file: it counts for the reader too, where that was stopped. */
import type { Router } from '../../engine/router.ts';
import type { Runs } from '../../engine/runs/runs.ts';
import type { FilesReader } from './files-page.tsx';

/**
 * Has a run read on. A reader that was stopped reads nothing until it is started again, so that the run would be
 * paused at once; it is started first.
 *
 * @throws UndertoneError as `Runs.start`
 */
export async function startRun(runs: Runs, reader: FilesReader, runId: string): Promise<void> {
  if (reader.wasStopped) {
    const begun = untilBegun(reader.engine);
    reader.start();
    await begun;
  }
  await runs.start(runId);
}

/** Resolves once the engine is not stopped any more, whatever becomes of its start. */
function untilBegun(engine: Router): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = engine.subscribe(() => {
      if (engine.status.wasStopped) return;
      unsubscribe();
      resolve();
    });
  });
}
