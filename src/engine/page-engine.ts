/** Puts the page's engine together from what this device allows and what the person has agreed to. */
import { UndertoneError } from '#core/contracts/errors';
import type { OwnModelSource } from '../../workers/own-model-api.ts';
import { recallFastest } from './backend-memory.ts';
import { compareBackends } from './backend-trial.ts';
import type { Capability } from './capability.ts';
import { lanesFor, threadsFor } from './capability.ts';
import { hasConsent } from './consent.ts';
import { watchIdle } from './idle-watch.ts';
import { createGpuInferenceWorker, createInferenceWorker, createRuntimeWorker } from './inference-worker.ts';
import { createLatePool } from './late-pool.ts';
import { isReaderHere } from './model-versions.ts';
import { ownModelRung } from './own-model.ts';
import { createRouter } from './router.ts';
import type { Router, Rung } from './router.ts';
import { canShareEngine, createTabRouter } from './tabs/tab-router.ts';
import { visit } from './visit.ts';
import { withBulkPool } from './with-bulk-pool.ts';
import { createWorkerEngine } from './worker-engine.ts';

/** The backends are compared once the page has been quiet for so long, so that nobody waits for it. */
const compareAfterMs = 10_000;
const restAfterMs = 5 * 60_000;

/**
 * The engine of this page. Without consent it reads on the device alone; with it, on the server, since that is
 * asked for only where the device could not.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 * @param ownModel the person's own model where they chose to read with it, asked at every start; null where they did not
 */
export function createPageEngine(
  capability: Capability,
  baseUrl: string,
  ownModel: () => OwnModelSource | null,
): Router {
  if (hasConsent()) {
    const rungs = async () => [await loadServerRung(baseUrl)];
    return createRouter({ rungs, canOfferServer: false });
  }
  const open = () => openDeviceEngine(capability, baseUrl, ownModel);
  return canShareEngine() ? createTabRouter(open) : open();
}

/** Comes from where the server is as well. */
async function loadServerRung(baseUrl: string): Promise<Rung> {
  try {
    return (await import('./server/server-rung.ts')).serverRung(baseUrl);
  } catch (cause) {
    throw new UndertoneError('server-unreachable', {}, { cause });
  }
}

function openDeviceEngine(
  capability: Capability,
  baseUrl: string,
  ownModel: () => OwnModelSource | null,
): Router {
  const { processor, lastResort, graphics } = deviceRungs(capability, baseUrl);
  const isSparing = capability.phone || capability.savesData;
  /** What was fastest the last time comes first; the graphics processor only where it was. */
  const rungs = async (): Promise<Rung[]> => {
    const own = ownModel();
    if (own !== null) return [ownModelRung(own, visit)];
    if (processor.length === 0) return [];
    const fastest = await recallFastest();
    return [
      ...[...processor, graphics].filter(({ name }) => name === fastest),
      ...processor.filter(({ name }) => name !== fastest),
      lastResort,
    ];
  };
  const router = createRouter({
    rungs,
    canOfferServer: true,
    isSparing,
    isStartFree: async () =>
      !isSparing || ownModel() !== null || isReaderHere(new URL('weights/', baseUrl).href),
    compare: (own, signal) => compareBackends(own, { processor, graphics }, signal, true),
  });
  const compare = (signal: AbortSignal): void => {
    const rungsAllowed = { processor, graphics: isSparing ? null : graphics };
    compareBackends(router, rungsAllowed, signal).catch(() => undefined);
  };
  const pool = createLatePool(async () => {
    const { openDevicePool } = await import('./device-pool.ts');
    return openDevicePool(lanesFor(capability), baseUrl, router);
  }, router);
  const withPool = withBulkPool(router, pool);
  return watchIdle(capability.webAssembly ? withPool : router, [
    { afterMs: compareAfterMs, run: compare },
    { afterMs: restAfterMs, run: () => router.rest() },
  ]);
}

/** All that this device might read with. */
function deviceRungs(
  capability: Capability,
  baseUrl: string,
): { processor: Rung[]; lastResort: Rung; graphics: Rung } {
  const weightsUrl = new URL('weights/', baseUrl).href;
  const rung = (name: Rung['name'], createWorker: () => Worker, threads: number): Rung => ({
    name,
    create: (isTrial = false) =>
      createWorkerEngine({ createWorker, weightsUrl, threads, visit, choice: isTrial ? 'current' : 'usual' }),
  });
  const graphics = rung('webgpu', createGpuInferenceWorker, 1);
  // Not compared with the others: it is slower than the kernel, and only there for where that is wrong.
  const lastResort = rung('single', createRuntimeWorker, 1);
  if (!capability.webAssembly) return { processor: [], lastResort, graphics };
  const threads = threadsFor(capability);
  const single = rung('single', createInferenceWorker, 1);
  const processor = threads > 1 ? [rung('threads', createInferenceWorker, threads), single] : [single];
  return { processor, lastResort, graphics };
}
