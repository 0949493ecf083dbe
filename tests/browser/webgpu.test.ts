/** The graphics processor against the processor, on the software adapter that browsers bring along. */
import { afterEach, beforeAll, expect, it } from 'vitest';
import { tryBackends } from '../../src/engine/backend-trial.ts';
import { describeGpu } from '../../src/engine/gpu.ts';
import { createGpuInferenceWorker } from '../../src/engine/inference-worker.ts';
import { createRouter } from '../../src/engine/router.ts';
import { cleanUp, openEngine } from './engine-kit.ts';

const texts = [
  'The room was lovely and quiet. The breakfast was cold and the waiter was rude.',
  'Water boils at 100 degrees.',
  'not bad at all 👍',
  'I would never buy this again, but the colour is nice',
  'word '.repeat(400),
  'x',
  'The parcel came on Tuesday and was left with a neighbour. '.repeat(12),
];

beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('This browser has no adapter to test with.');
});

afterEach(cleanUp);

it('takes a software adapter for no graphics processor', async () => {
  await expect(describeGpu()).resolves.toBeNull();
});

it('answers as the processor does', async () => {
  const onProcessor = openEngine();
  const onGraphics = openEngine({ createWorker: createGpuInferenceWorker });
  for (const text of texts) {
    const request = { text, anyLanguage: true };
    const mine = await onGraphics.analyze(request);
    const own = await onProcessor.analyze(request);
    expect(mine.engine.backend).toBe('webgpu');
    expect(mine.label).toBe(own.label);
    for (const tone of ['negative', 'neutral', 'positive'] as const)
      expect(Math.abs(mine.probabilities[tone] - own.probabilities[tone])).toBeLessThanOrEqual(0.01);
  }
});

it('loses no answer with its device', async () => {
  const createWorker = () =>
    new Worker(new URL('./workers/lost-gpu.worker.ts', import.meta.url), { type: 'module', name: 'lost' });
  const router = createRouter({
    rungs: () => [
      { name: 'webgpu', create: () => openEngine({ createWorker }) },
      { name: 'single', create: () => openEngine() },
    ],
    canOfferServer: true,
  });
  await expect(router.analyze({ text: 'It was lovely.' })).resolves.toMatchObject({
    engine: { backend: 'wasm' },
  });
  expect(router.status.rung).toBe('single');
  expect(router.status.setbacks[0]).toMatchObject({ rung: 'webgpu' });
  router.dispose();
});

it('rules out a backend that is fast and wrong, and names it', async () => {
  const createWorker = () =>
    new Worker(new URL('./workers/wrong.worker.ts', import.meta.url), { type: 'module', name: 'wrong' });
  const engine = openEngine();
  await engine.start();
  const found = await tryBackends({
    current: { name: 'single', engine },
    candidates: [{ name: 'webgpu', create: () => openEngine({ createWorker }) }],
    signal: new AbortController().signal,
  });
  expect(found.tried['webgpu']).toBe('engine-wrong');
  expect(found.fastest).toEqual({ single: 'single', bulk: 'single' });
});
