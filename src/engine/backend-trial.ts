/** Finds the fastest backend of this device, while nobody waits for anything. */
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { Engine } from '#core/engine';
import type { BackendFindings } from './backend-memory.ts';
import { measureEngines } from './benchmark.ts';

export interface TrialRung {
  name: string;
  create: () => Engine;
}

export interface TrialOptions {
  /** What the findings hold for. */
  of: string;
  /** In use, and ready. */
  current: { name: string; engine: Engine };
  candidates: readonly TrialRung[];
  signal: AbortSignal;
}

/** A candidate has to take no more than this share of the time: changing over for less is not worth it. */
const worthwhileShare = 0.85;

/**
 * Starts the candidates one after the other, each in a worker of its own, and times it beside the engine in use. One
 * that fails or gives a wrong known answer is ruled out, however fast it is.
 *
 * @throws UndertoneError `cancelled`
 */
export async function tryBackends({
  of,
  current,
  candidates,
  signal,
}: TrialOptions): Promise<BackendFindings> {
  const tried: BackendFindings['tried'] = {};
  const fastest = { single: current.name, bulk: current.name };
  const least = { single: worthwhileShare, bulk: worthwhileShare };
  for (const { name, create } of candidates) {
    const engine = create();
    try {
      await engine.start(signal);
      const [mine, own] = await measureEngines([engine, current.engine], signal);
      if (mine === undefined || own === undefined) throw new UndertoneError('internal');
      tried[name] = mine;
      tried[current.name] = own;
      const shares = { single: mine.singleMs / own.singleMs, bulk: mine.bulkMs / own.bulkMs };
      for (const use of ['single', 'bulk'] as const) {
        if (shares[use] > least[use]) continue;
        least[use] = shares[use];
        fastest[use] = name;
      }
    } catch (thrown) {
      const { code } = toUndertoneError(thrown, 'engine-failed');
      if (code === 'cancelled') throw thrown;
      tried[name] = code;
    } finally {
      engine.dispose();
    }
  }
  return { of, fastest, tried };
}
