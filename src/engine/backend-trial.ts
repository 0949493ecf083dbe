/** Finds the fastest backend of this device, while nobody waits for anything. */
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { Engine } from '#core/engine';
import { recallFindings, rememberFindings } from './backend-memory.ts';
import type { BackendFindings } from './backend-memory.ts';
import { measureEngines } from './benchmark.ts';
import { describeGpu } from './gpu.ts';
import type { Router, Rung } from './router.ts';

export interface DeviceRungs {
  /** On the processor, the best first. */
  processor: readonly Rung[];
  graphics: Rung;
}

/**
 * Compares the backends unless it was done on this device, in this browser and with this model before. What was
 * found is remembered, and decides from the next start on.
 *
 * @param router ready
 * @param signal to be aborted as soon as somebody wants to read
 * @param isAskedFor compares them once more, whatever was found before
 * @throws UndertoneError `cancelled`, and what the router throws
 */
export async function compareBackends(
  router: Router,
  { processor, graphics }: DeviceRungs,
  signal: AbortSignal,
  isAskedFor = false,
): Promise<void> {
  const gpu = await describeGpu();
  const current = router.status.rung;
  const all = gpu === null ? processor : [...processor, graphics];
  const candidates = all.filter(({ name }) => name !== current);
  // A person's own model has one way to run, and what is found with ours holds for ours.
  if (current === null || current === 'own' || candidates.length === 0) return;
  const { model } = await router.analyze({ text: 'It is here.' }, { signal });
  const of = [model.sha256, gpu ?? 'no graphics processor', navigator.userAgent].join(' | ');
  if (!isAskedFor && recallFindings()?.of === of) return;
  rememberFindings(await tryBackends({ of, current: { name: current, engine: router }, candidates, signal }));
}

export interface TrialOptions {
  /** What the findings hold for. */
  of: string;
  /** In use, and ready. */
  current: { name: string; engine: Engine };
  candidates: readonly Rung[];
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
