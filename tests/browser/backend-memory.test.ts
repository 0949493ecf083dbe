/** What is remembered of the backends, for whom it holds, and when it is found out again. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  areOfHere,
  recallFastest,
  recallFindings,
  rememberFindings,
} from '../../src/engine/backend-memory.ts';
import type { BackendFindings } from '../../src/engine/backend-memory.ts';
import { compareBackends } from '../../src/engine/backend-trial.ts';
import { createRouter } from '../../src/engine/router.ts';
import type { Router, Rung } from '../../src/engine/router.ts';
import { createScriptedEngine } from '../unit/engine/scripted-engine.ts';
import type { Script } from '../unit/engine/scripted-engine.ts';

const speed = { singleMs: 10, bulkMs: 100 };
const hourMs = 60 * 60_000;

/** Found here, where the software adapter counts as none. */
const here: BackendFindings = {
  of: { modelSha256: '0'.repeat(64), browser: navigator.userAgent, gpu: null },
  fastest: { single: 'single', bulk: 'single' },
  tried: { threads: speed, single: speed },
  trials: 1,
  foundAtMs: 0,
};

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

describe('what was fastest', () => {
  it('holds in this browser', async () => {
    rememberFindings(here);
    await expect(recallFastest()).resolves.toBe('single');
    expect(areOfHere(here, null)).toBe(true);
  });

  it.each([
    ['another browser', { ...here, of: { ...here.of, browser: 'Another/1' } }],
    [
      'another graphics processor',
      { ...here, of: { ...here.of, gpu: 'acme one' }, fastest: { single: 'webgpu', bulk: 'webgpu' } },
    ],
  ])('does not hold of %s', async (_, findings) => {
    rememberFindings(findings);
    await expect(recallFastest()).resolves.toBeNull();
    expect(areOfHere(findings, null)).toBe(false);
  });
});

describe('a comparison', () => {
  /** Compares a working rung with one that follows `script`; says how many engines were made for that one. */
  async function compare(
    script: Script,
    { isKept = true, isAskedFor = false, isFirst = false } = {},
  ): Promise<number> {
    let made = 0;
    const rung = (name: Rung['name'], own: Script): Rung => ({
      name,
      create() {
        if (own === script) made += 1;
        return createScriptedEngine(own);
      },
    });
    const threads = rung('threads', { start: 'ready', isKept });
    const single = rung('single', script);
    const startRungs = isFirst ? [single, threads] : [threads];
    const router: Router = createRouter({ rungs: () => startRungs, canOfferServer: false });
    await router.start();
    made = 0;
    const rungs = { processor: [threads, single], graphics: null };
    await compareBackends(router, rungs, new AbortController().signal, isAskedFor);
    router.dispose();
    return made;
  }

  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));

  it('is made once', async () => {
    expect(await compare({ start: 'ready' })).toBe(1);
    vi.advanceTimersByTime(10 * hourMs);
    expect(await compare({ start: 'ready' })).toBe(0);
    expect(await compare({ start: 'ready' }, { isAskedFor: true })).toBe(1);
  });

  it('is made again where what was found is of another model', async () => {
    rememberFindings({ ...here, of: { ...here.of, modelSha256: '1'.repeat(64) } });
    expect(await compare({ start: 'ready' })).toBe(1);
  });

  it('is made again where something is to be compared that was not', async () => {
    rememberFindings({ ...here, tried: { threads: speed } });
    expect(await compare({ start: 'ready' })).toBe(1);
  });

  it('is made again when the fastest does not start any more, so that it is not tried in vain for ever', async () => {
    rememberFindings(here);
    expect(await compare({ start: 'engine-wrong' }, { isFirst: true })).toBe(1);
    await expect(recallFastest()).resolves.toBe('threads');
    expect(await compare({ start: 'engine-wrong' }, { isFirst: true })).toBe(0);
  });

  it('rules out for good what gave a wrong answer', async () => {
    expect(await compare({ start: 'engine-wrong' })).toBe(1);
    vi.advanceTimersByTime(10 * hourMs);
    expect(await compare({ start: 'engine-wrong' })).toBe(0);
    expect(recallFindings()?.tried['single']).toBe('engine-wrong');
  });

  it.each(['model-unavailable', 'engine-timeout', 'engine-failed', 'engine-lost'] as const)(
    'tries what failed with %s again, later and no more than three times in all',
    async (start) => {
      expect(await compare({ start })).toBe(1);
      expect(await compare({ start })).toBe(0);
      vi.advanceTimersByTime(hourMs);
      expect(await compare({ start })).toBe(1);
      vi.advanceTimersByTime(hourMs);
      expect(await compare({ start })).toBe(1);
      vi.advanceTimersByTime(10 * hourMs);
      expect(await compare({ start })).toBe(0);
      expect(recallFindings()?.tried['single']).toBe(start);
    },
  );

  it('takes back what a passing failure ruled out', async () => {
    await compare({ start: 'model-unavailable' });
    vi.advanceTimersByTime(hourMs);
    await compare({ start: 'ready' });
    expect(recallFindings()?.tried['single']).toMatchObject({ singleMs: expect.any(Number) });
  });

  it('is not made with a model that is not kept, even when asked for', async () => {
    expect(await compare({ start: 'ready' }, { isKept: false, isAskedFor: true })).toBe(0);
    expect(recallFindings()).toBeNull();
  });
});
