/** What can happen to an engine in mid-request; the caller gets its answer all the same. */
import { afterEach, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { createRouter } from '../../src/engine/router.ts';
import type { Router, Rung } from '../../src/engine/router.ts';
import { cleanUp, openEngine, patientDeadlines } from './engine-kit.ts';
import { countWorkers, openKillLoop } from './kill-loop.ts';

const kills = 50;
const settledKills = 10;
/** Other tests run in the same browser; a worker leaked by every third kill would be more than this. */
const slackBytes = 500_000_000;
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

afterEach(async () => {
  for (const router of routers.splice(0)) router.dispose();
  await cleanUp();
});

it(
  'fifty killed workers lose no answer, and leave neither workers nor memory behind',
  async () => {
    const { router, killOnce } = openKillLoop();
    routers.push(router);
    const right = await router.analyze({ text: 'It was lovely.' });
    let settledBytes = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      await expect(killOnce(kill)).resolves.toBeGreaterThan(0);
      if (kill === settledKills) settledBytes = await commands.heldBytes();
    }
    expect(settledBytes).toBeGreaterThan(0);
    expect((await commands.heldBytes()) - settledBytes).toBeLessThan(slackBytes);
    const again = await router.analyze({ text: 'It was lovely.' });
    expect(again.probabilities).toEqual(right.probabilities);
    await expect.poll(countWorkers).toBe(1);
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
