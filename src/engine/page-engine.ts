/** Puts the page's engine together from what this device allows and what the person has agreed to. */
import type { Capability } from './capability.ts';
import { threadsFor } from './capability.ts';
import { hasConsent } from './consent.ts';
import { createInferenceWorker } from './inference-worker.ts';
import { createRouter } from './router.ts';
import type { Router, Rung } from './router.ts';
import { sentMeter } from './sent-meter.ts';
import { createServerEngine } from './server-engine.ts';
import { canShareEngine, createTabRouter } from './tabs/tab-router.ts';
import { createWorkerEngine } from './worker-engine.ts';

/**
 * The engine of this page. Without consent it reads on the device alone; with it, on the server, since that is
 * asked for only where the device could not.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 */
export function createPageEngine(capability: Capability, baseUrl: string): Router {
  if (hasConsent()) {
    const create = () => createServerEngine({ baseUrl, hasConsent, meter: sentMeter });
    return createRouter({ rungs: [{ name: 'server', create }], canOfferServer: false });
  }
  const openEngine = () => createRouter({ rungs: deviceRungs(capability, baseUrl), canOfferServer: true });
  return canShareEngine() ? createTabRouter(openEngine) : openEngine();
}

function deviceRungs(capability: Capability, baseUrl: string): Rung[] {
  if (!capability.webAssembly) return [];
  const weightsUrl = new URL('weights/', baseUrl).href;
  const onDevice = (name: Rung['name'], threads: number): Rung => ({
    name,
    create: () => createWorkerEngine({ createWorker: createInferenceWorker, weightsUrl, threads }),
  });
  const threads = threadsFor(capability);
  const single = onDevice('single', 1);
  return threads > 1 ? [onDevice('threads', threads), single] : [single];
}
