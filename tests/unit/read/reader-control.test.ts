import { expect, it } from 'vitest';
import { createRouter } from '../../../src/engine/router.ts';
import { createReaderControl } from '../../../src/features/analyze/reader-control.ts';
import { createScriptedEngine } from '../engine/scripted-engine.ts';
import type { Script } from '../engine/scripted-engine.ts';

function openRouter(script: Script) {
  return createRouter({
    rungs: () => [{ name: 'single', create: () => createScriptedEngine(script) }],
    canOfferServer: false,
  });
}

it('waits for the guard, and starts where that fails as well', async () => {
  let fail: (reason: Error) => void = () => undefined;
  const guarded = new Promise<void>((_, reject) => {
    fail = reject;
  });
  const engine = openRouter({ start: 'ready' });
  createReaderControl(engine, guarded).start();
  await Promise.resolve();
  expect(engine.state.kind).toBe('idle');
  fail(new Error('No service workers here.'));
  await expect.poll(() => engine.state.kind).toBe('ready');
});

it('knows that it was stopped, until it is started again', async () => {
  const control = createReaderControl(openRouter({ start: 'never' }));
  control.start();
  await expect.poll(() => control.engine.state.kind).toBe('warming');
  control.stop();
  expect(control.wasStopped).toBe(true);
  control.start();
  await expect.poll(() => control.wasStopped).toBe(false);
  control.engine.dispose();
});
