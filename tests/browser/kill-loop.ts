/** Kills the worker of a router in mid-reading, again and again. */
import { createInferenceWorker } from '../../src/engine/inference-worker.ts';
import { createRouter } from '../../src/engine/router.ts';
import type { Router } from '../../src/engine/router.ts';
import { openEngine } from './engine-kit.ts';

export interface KillLoop {
  router: Router;
  /**
   * Asks for a reading, kills the worker that reads, and waits for the answer.
   *
   * @returns milliseconds from the kill to the answer
   */
  killOnce: (number: number) => Promise<number>;
}

export function openKillLoop(): KillLoop {
  const workers: Worker[] = [];
  const createWorker = (): Worker => {
    const worker = createInferenceWorker();
    workers.splice(0, workers.length, worker);
    return worker;
  };
  const router = createRouter({
    rungs: () => [{ name: 'single', create: () => openEngine({ createWorker }) }],
    canOfferServer: true,
  });
  return {
    router,
    async killOnce(number) {
      const text = `Number ${number} was lovely. ${'It was cold. '.repeat(20)}`;
      await router.start();
      const answer = router.analyze({ text });
      const killedMs = performance.now();
      workers.at(-1)?.terminate();
      await answer;
      return performance.now() - killedMs;
    },
  };
}

/** Inference workers that are alive: each holds a lock for as long. */
export async function countWorkers(): Promise<number> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name?.startsWith('undertone-inference-')).length;
}
