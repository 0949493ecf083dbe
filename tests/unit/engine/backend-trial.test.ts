import { expect, it } from 'vitest';
import { tryBackends } from '../../../src/engine/backend-trial.ts';
import type { Rung } from '../../../src/engine/router.ts';
import { createScriptedEngine } from './scripted-engine.ts';
import type { Script } from './scripted-engine.ts';

const slow: Script = { start: 'ready', readingMs: 12 };
const fast: Script = { start: 'ready', readingMs: 1 };

function rung(name: Rung['name'], script: Script): Rung {
  return { name, create: () => createScriptedEngine(script) };
}

async function trial(current: Script, candidates: readonly Rung[], signal = new AbortController().signal) {
  const engine = createScriptedEngine(current);
  await engine.start();
  return tryBackends({ current: { name: 'threads', engine }, candidates, signal });
}

it('prefers a candidate that takes clearly less time', async () => {
  const found = await trial(slow, [rung('webgpu', fast)]);
  expect(found.fastest).toEqual({ single: 'webgpu', bulk: 'webgpu' });
});

it('keeps what is in use where a candidate is slower, and remembers both speeds', async () => {
  const found = await trial(fast, [rung('webgpu', slow)]);
  expect(found.fastest).toEqual({ single: 'threads', bulk: 'threads' });
  expect(Object.keys(found.tried).toSorted()).toEqual(['threads', 'webgpu']);
});

it('rules a fast and wrong one out, and names why', async () => {
  const found = await trial(slow, [rung('webgpu', { ...fast, start: 'engine-wrong' }), rung('single', fast)]);
  expect(found.tried['webgpu']).toBe('engine-wrong');
  expect(found.fastest).toEqual({ single: 'single', bulk: 'single' });
});

it('rules one out that fails in mid-trial', async () => {
  const found = await trial(slow, [rung('webgpu', { ...fast, readings: ['answers', 'dies'] })]);
  expect(found.tried['webgpu']).toBe('engine-lost');
  expect(found.fastest.single).toBe('threads');
});

it('ends as soon as somebody wants to read', async () => {
  const control = new AbortController();
  const going = expect(
    trial(slow, [rung('webgpu', { start: 'never' })], control.signal),
  ).rejects.toMatchObject({
    code: 'cancelled',
  });
  control.abort();
  await going;
});
