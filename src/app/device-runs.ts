/** The files of this device, made once: when a place asks for them, or the reader is ready to go on with one. */
import { hasConsent } from '../engine/consent.ts';
import type { Router } from '../engine/router.ts';
import type { Runs } from '../engine/runs/runs.ts';
import { work } from '../pwa/work.ts';

/**
 * Their code comes with the first call.
 *
 * @returns resolves with the same runs at every call; after a failure the next one tries again
 */
export function createRunsLoader(engine: Router): () => Promise<Runs> {
  let coming: Promise<Runs> | null = null;

  async function load(): Promise<Runs> {
    const [{ createRuns }, { forgetExpired, withRetention }] = await Promise.all([
      import('../engine/runs/create-runs.ts'),
      import('./retention.ts'),
    ]);
    const runs = createRuns(engine, { whileReading: work.begin, goesOnUnasked: !hasConsent() });
    // What is still there for a while does no harm.
    forgetExpired(runs, Date.now()).catch(() => undefined);
    return withRetention(runs);
  }

  return () => {
    coming ??= load().catch((thrown: unknown) => {
      coming = null;
      throw thrown;
    });
    return coming;
  };
}
