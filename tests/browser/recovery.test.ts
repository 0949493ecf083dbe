/** What can happen to an engine in mid-request; the caller gets its answer all the same. */
import { afterEach, expect, it } from 'vitest';
import { createInferenceWorker } from '../../src/engine/inference-worker.ts';
import { createRouter } from '../../src/engine/router.ts';
import type { Router, Rung } from '../../src/engine/router.ts';
import { cleanUp, openEngine, patientDeadlines } from './engine-kit.ts';

const kills = 50;
const killingMs = 240_000;
const routers: Router[] = [];

function openRouter(...rungs: Rung[]): Router {
  const router = createRouter({ rungs: () => rungs, canOfferServer: true });
  routers.push(router);
  return router;
}

function testWorker(url: URL): () => Worker {
  return () => new Worker(url, { type: 'module', name: 'test' });
}

async function liveWorkers(): Promise<number> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name?.startsWith('undertone-inference-')).length;
}

afterEach(async () => {
  for (const router of routers.splice(0)) router.dispose();
  await cleanUp();
});

it(
  'fifty killed workers lose no answer, and leave one worker behind',
  async () => {
    const workers: Worker[] = [];
    const createWorker = () => {
      const worker = createInferenceWorker();
      workers.push(worker);
      return worker;
    };
    const router = openRouter({ name: 'single', create: () => openEngine({ createWorker }) });
    const right = await router.analyze({ text: 'Number 0 was lovely.' });
    for (let kill = 1; kill <= kills; kill += 1) {
      const answer = router.analyze({ text: `Number ${kill} was lovely. ${'It was cold. '.repeat(20)}` });
      workers.at(-1)?.terminate();
      await expect(answer).resolves.toMatchObject({ engine: { where: 'device' } });
    }
    const again = await router.analyze({ text: 'Number 0 was lovely.' });
    expect(again.probabilities).toEqual(right.probabilities);
    await expect.poll(liveWorkers).toBe(1);
    expect(router.status.setbacks[0]).toMatchObject({ rung: 'single', code: 'engine-lost' });
  },
  killingMs,
);

it('a run that never returns is answered by the next rung', async () => {
  const stuck = testWorker(new URL('./workers/hanging.worker.ts', import.meta.url));
  const deadlines = { ...patientDeadlines, silentMs: 300 };
  const router = openRouter(
    { name: 'threads', create: () => openEngine({ createWorker: stuck, deadlines }) },
    { name: 'single', create: () => openEngine() },
  );
  await expect(router.analyze({ text: 'It was lovely.' })).resolves.toMatchObject({
    label: expect.any(String),
  });
  expect(router.status.rung).toBe('single');
  expect(router.status.setbacks.map(({ code }) => code)).toContain('engine-lost');
});

it('a worker that is out of memory is answered for by the next rung', async () => {
  const exhausted = testWorker(new URL('./workers/exhausted.worker.ts', import.meta.url));
  const router = openRouter(
    { name: 'threads', create: () => openEngine({ createWorker: exhausted }) },
    { name: 'single', create: () => openEngine() },
  );
  await expect(router.analyze({ text: 'It was lovely.' })).resolves.toMatchObject({
    label: expect.any(String),
  });
  expect(router.status.rung).toBe('single');
  expect(router.status.setbacks[0]).toMatchObject({ rung: 'threads', code: 'engine-failed' });
});

it('out of memory on the last rung is an error with a remedy', async () => {
  const exhausted = testWorker(new URL('./workers/exhausted.worker.ts', import.meta.url));
  const router = openRouter({ name: 'single', create: () => openEngine({ createWorker: exhausted }) });
  const outcome = await router.analyze({ text: 'It was lovely.' }).catch((thrown: unknown) => thrown);
  expect(outcome).toMatchObject({ code: 'engine-failed', remedy: expect.stringMatching(/\w/u) });
});
