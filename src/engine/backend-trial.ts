/** Finds the fastest backend of this device, while nobody waits for anything. */
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { Engine } from '#core/engine';
import { areOfHere, recallFindings, rememberFindings } from './backend-memory.ts';
import type { BackendFindings } from './backend-memory.ts';
import { measureEngines } from './benchmark.ts';
import { describeGpu } from './gpu.ts';
import type { Router, RouterStatus, Rung } from './router.ts';

export interface DeviceRungs {
  /** On the processor, the best first. */
  processor: readonly Rung[];
  /** Null where its runtime, which is large, may not be fetched. */
  graphics: Rung | null;
}

/** A candidate that failed otherwise than by a wrong answer may do better another time: so often it is tried, */
const mostTrials = 3;
/** and not sooner than after this time. */
const tryAgainAfterMs = 60 * 60_000;

/**
 * Compares the backends unless it was done on this device, in this browser and with this model before. What was
 * found is remembered, and decides from the next start on. Where the model is not kept nothing is compared: every
 * candidate would fetch it again.
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
  const { state } = router;
  if (state.kind === 'ready' && state.facts?.isKept === false) return;
  const gpu = await describeGpu();
  const current = router.status.rung;
  const all = gpu === null || graphics === null ? processor : [...processor, graphics];
  const candidates = all.filter(({ name }) => name !== current);
  // A person's own model has one way to run, and what is found with ours holds for ours.
  if (current === null || current === 'own' || candidates.length === 0) return;
  const { model } = await router.analyze({ text: 'It is here.' }, { signal });
  const found = recallFindings();
  const before =
    found !== null && areOfHere(found, gpu) && found.of.modelSha256 === model.sha256 ? found : null;
  const isKnown = before !== null && candidates.every(({ name }) => name in before.tried);
  if (!isAskedFor && isKnown && !isWorthRepeating(before, router.status)) return;
  const outcome = await tryBackends({ current: { name: current, engine: router }, candidates, signal });
  rememberFindings({
    ...outcome,
    of: { modelSha256: model.sha256, browser: navigator.userAgent, gpu },
    trials: isAskedFor ? 1 : (before?.trials ?? 0) + 1,
    foundAtMs: Date.now(),
  });
}

function isWorthRepeating(
  { fastest, tried, trials, foundAtMs }: BackendFindings,
  { rung, setbacks }: RouterStatus,
): boolean {
  // What was the fastest does not work any more, and would be tried in vain at every start.
  if (rung !== fastest.single && setbacks.some((setback) => setback.rung === fastest.single)) return true;
  const isOpen = Object.values(tried).some((found) => typeof found === 'string' && found !== 'engine-wrong');
  return isOpen && trials < mostTrials && Date.now() - foundAtMs >= tryAgainAfterMs;
}

export interface TrialOptions {
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
 * @throws UndertoneError `cancelled`, and what the engine in use failed with
 */
export async function tryBackends({
  current,
  candidates,
  signal,
}: TrialOptions): Promise<Pick<BackendFindings, 'fastest' | 'tried'>> {
  const tried: BackendFindings['tried'] = {};
  const fastest = { single: current.name, bulk: current.name };
  const least = { single: worthwhileShare, bulk: worthwhileShare };
  for (const { name, create } of candidates) {
    const engine = create(true);
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
      // What befell the one in use says nothing of the candidate.
      if (code === 'cancelled' || current.engine.state.kind === 'failed') throw thrown;
      tried[name] = code;
    } finally {
      engine.dispose();
    }
  }
  return { fastest, tried };
}
