import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchIdle } from '../../../src/engine/idle-watch.ts';
import { createRouter } from '../../../src/engine/router.ts';
import { createScriptedEngine } from './scripted-engine.ts';

const afterMs = 1000;
let signals: AbortSignal[] = [];

function openWatched(isKept = true) {
  const create = () => createScriptedEngine({ start: 'ready', readingMs: 10, isKept });
  const router = createRouter({
    rungs: () => [{ name: 'single', create }],
    canOfferServer: false,
    compare: () => new Promise((resolve) => setTimeout(resolve, 2 * afterMs)),
  });
  return watchIdle(router, [{ afterMs, run: (signal) => signals.push(signal) }]);
}

beforeEach(() => {
  vi.useFakeTimers();
  signals = [];
});
afterEach(() => void vi.useRealTimers());

it('waits until nobody has asked for a while, and does the task once', async () => {
  const router = openWatched();
  await vi.advanceTimersByTimeAsync(5 * afterMs);
  expect(signals).toHaveLength(0);
  await router.start();
  await vi.advanceTimersByTimeAsync(afterMs - 1);
  expect(signals).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(5 * afterMs);
  expect(signals).toHaveLength(1);
});

it('begins to wait anew behind every reading', async () => {
  const router = openWatched();
  await router.start();
  for (let reading = 0; reading < 3; reading += 1) {
    await vi.advanceTimersByTimeAsync(afterMs - 1);
    const answer = router.analyze({ text: 'Good' });
    await vi.advanceTimersByTimeAsync(10);
    await answer;
  }
  expect(signals).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(afterMs);
  expect(signals).toHaveLength(1);
});

it('stops the task when somebody asks', async () => {
  const router = openWatched();
  await router.start();
  await vi.advanceTimersByTimeAsync(afterMs);
  const answer = router.analyze({ text: 'Good' });
  expect(signals[0]?.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(10);
  await answer;
});

it('leaves a router at rest alone', async () => {
  const router = openWatched();
  await router.start();
  router.rest();
  await vi.advanceTimersByTimeAsync(5 * afterMs);
  expect(signals).toHaveLength(0);
});

it('leaves one alone whose model is not kept: it would have to be fetched again', async () => {
  const router = openWatched(false);
  await router.start();
  await vi.advanceTimersByTimeAsync(5 * afterMs);
  expect(signals).toHaveLength(0);
});

it('stops the task for a comparison that was asked for, and waits until that is over', async () => {
  const router = openWatched();
  await router.start();
  await vi.advanceTimersByTimeAsync(afterMs);
  const comparing = router.compare(new AbortController().signal);
  expect(signals[0]?.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(2 * afterMs);
  await comparing;
  expect(signals).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(afterMs);
  expect(signals).toHaveLength(2);
});

it('leaves a reader alone whose files were erased meanwhile', async () => {
  const router = openWatched();
  await router.start();
  await vi.advanceTimersByTimeAsync(afterMs - 1);
  router.noteErased();
  await vi.advanceTimersByTimeAsync(5 * afterMs);
  expect(signals).toHaveLength(0);
});

it('ends with the router', async () => {
  const router = openWatched();
  await router.start();
  router.dispose();
  await vi.advanceTimersByTimeAsync(5 * afterMs);
  expect(signals).toHaveLength(0);
});
