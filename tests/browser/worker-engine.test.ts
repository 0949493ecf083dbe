/** The promises of the boundary between the page and its worker, each against a real worker. */
import { afterEach, describe, expect, it } from 'vitest';
import { cdp } from 'vitest/browser';
import type { AnalyzeProgress } from '#core/engine';
import { toRowResult } from '#core/score/row-result';
import { cleanUp, faultyWorker, openEngine, patientDeadlines, reaches, recordStates } from './engine-kit.ts';

const review = 'The room was lovely and quiet. The breakfast was cold and the waiter was rude.';
/** Some two thousand different sentences: many windows, and no part that was read before. */
const longText = Array.from(
  { length: 2000 },
  (_, index) => `On day ${index} the service in room ${index * 7} was slow and the food was cold.`,
).join(' ');

afterEach(cleanUp);

describe('ready, or a typed failure within a deadline', () => {
  it('becomes ready through the states of a first visit', async () => {
    const engine = openEngine();
    const states = recordStates(engine);
    await expect(engine.start()).resolves.toEqual({ where: 'device', backend: 'wasm', threads: 1 });
    expect(states).toEqual(['verifying', 'downloading', 'verifying', 'warming', 'proving', 'ready']);
    const result = await engine.analyze({ text: review });
    expect(result.engine.where).toBe('device');
    expect(result.sentences).toHaveLength(2);
  });

  it('runs with threads where memory can be shared', async () => {
    expect(crossOriginIsolated).toBe(true);
    const engine = openEngine({ threads: 2 });
    await expect(engine.start()).resolves.toEqual({ where: 'device', backend: 'wasm', threads: 2 });
    const { probabilities } = await engine.analyze({ text: review });
    const alone = openEngine({ threads: 1 });
    const { probabilities: expected } = await alone.analyze({ text: review });
    expect(probabilities.positive).toBeCloseTo(expected.positive, 6);
  });

  it('reads rows as it reads texts, without their evidence', async () => {
    const engine = openEngine();
    const { results, model } = await engine.readRows([review, ' ', 'It was lovely.']);
    const read = await engine.analyze({ text: review });
    expect(results).toEqual([
      toRowResult(read),
      { kind: 'empty' },
      expect.objectContaining({ kind: 'read' }),
    ]);
    expect(model).toEqual(read.model);
  });

  it('reads rows in any language where that is asked for', async () => {
    const engine = openEngine();
    const texts = ['Das Zimmer war leider sehr laut und das Frühstück war kalt und teuer.'];
    expect((await engine.readRows(texts)).results).toMatchObject([{ kind: 'other-language' }]);
    expect((await engine.readRows(texts, { anyLanguage: true })).results).toMatchObject([{ kind: 'read' }]);
  });

  it('gives the same promise to everyone who starts it', async () => {
    const engine = openEngine();
    const starting = engine.start();
    expect(engine.start()).toBe(starting);
    await starting;
  });

  it.each([
    ['never answers', new URL('./workers/silent.worker.ts', import.meta.url), 'engine-timeout'],
    ['throws while it loads', new URL('./workers/throwing.worker.ts', import.meta.url), 'engine-failed'],
    ['is not there', new URL('./workers/missing.worker.ts?no', import.meta.url), 'engine-failed'],
  ])('fails when the worker %s', async (_, url, code) => {
    const engine = openEngine({
      createWorker: () => new Worker(url, { type: 'module' }),
      deadlines: { ...patientDeadlines, ...(code === 'engine-timeout' ? { startMs: 300 } : {}) },
    });
    await expect(engine.start()).rejects.toMatchObject({ code });
    expect(engine.state).toMatchObject({ kind: 'failed', error: { code } });
  });

  it('fails when no worker can be made', async () => {
    const engine = openEngine({
      createWorker() {
        throw new DOMException('Not allowed.', 'SecurityError');
      },
    });
    await expect(engine.start()).rejects.toMatchObject({ code: 'engine-failed' });
  });

  it('counts a download that stalls, however long a download may take', async () => {
    const engine = openEngine({
      createWorker: faultyWorker('stalled'),
      deadlines: { ...patientDeadlines, stallMs: 1000 },
    });
    await expect(engine.start()).rejects.toMatchObject({
      code: 'model-unavailable',
      details: { reason: 'stalled' },
    });
  });

  it('can be stopped while it starts', async () => {
    const engine = openEngine({ createWorker: faultyWorker('stalled') });
    const abort = new AbortController();
    const starting = engine.start(abort.signal);
    const outcome = expect(starting).rejects.toMatchObject({ code: 'cancelled' });
    await reaches(engine, 'downloading');
    abort.abort();
    await outcome;
    expect(engine.state).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } });
  });
});

describe('every call settles', () => {
  it('on abort, in the middle of a long text, and reads the next text', async () => {
    const engine = openEngine();
    await engine.start();
    const abort = new AbortController();
    const call = engine.analyze(
      { text: longText },
      {
        signal: abort.signal,
        onProgress: ({ done }) => {
          if (done > 0) abort.abort();
        },
      },
    );
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await expect(engine.analyze({ text: review })).resolves.toMatchObject({ sentences: [{}, {}] });
    expect(engine.state.kind).toBe('ready');
  });

  it('on abort before it began', async () => {
    const engine = openEngine();
    const call = engine.analyze({ text: review }, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(engine.state.kind).toBe('idle');
  });

  it('on abort of one call only', async () => {
    const engine = openEngine();
    await engine.start();
    const abort = new AbortController();
    const stopped = engine.analyze({ text: longText }, { signal: abort.signal });
    const other = engine.analyze({ text: review });
    const outcome = expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    abort.abort();
    await outcome;
    await expect(other).resolves.toMatchObject({ sentences: [{}, {}] });
  });

  it.each(['throws', 'closes'])('when the worker %s in mid-run', async (name) => {
    const engine = openEngine({
      createWorker: () =>
        new Worker(new URL('./workers/dying.worker.ts', import.meta.url), { type: 'module', name }),
    });
    await engine.start();
    const calls = [engine.analyze({ text: review }), engine.analyze({ text: 'Good.' })];
    const outcomes = await Promise.allSettled(calls);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'engine-lost' } });
    }
    expect(engine.state).toMatchObject({ kind: 'failed', error: { code: 'engine-lost' } });
  });

  it('when a message of the worker cannot be read', async () => {
    let worker: Worker | undefined;
    const engine = openEngine({
      createWorker() {
        worker = new Worker(new URL('./workers/stubborn.worker.ts', import.meta.url), { type: 'module' });
        return worker;
      },
    });
    await engine.start();
    const call = engine.analyze({ text: review });
    const outcome = expect(call).rejects.toMatchObject({ code: 'engine-lost' });
    worker?.dispatchEvent(new MessageEvent('messageerror'));
    await outcome;
  });

  it('when the engine is ended', async () => {
    const engine = openEngine();
    await engine.start();
    const call = engine.analyze({ text: longText });
    const outcome = expect(call).rejects.toMatchObject({ code: 'cancelled' });
    engine.dispose();
    await outcome;
    await expect(engine.analyze({ text: review })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('at once on abort, and the worker that takes no notice is ended', async () => {
    const engine = openEngine({
      createWorker: () =>
        new Worker(new URL('./workers/stubborn.worker.ts', import.meta.url), { type: 'module' }),
      deadlines: { ...patientDeadlines, cancelMs: 200 },
    });
    await engine.start();
    const abort = new AbortController();
    const bystander = engine.analyze({ text: review });
    const outcome = expect(bystander).rejects.toMatchObject({ code: 'engine-lost' });
    const stopped = engine.analyze(
      { text: review },
      { signal: abort.signal, onProgress: () => abort.abort() },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    await outcome;
    expect(engine.state).toMatchObject({ kind: 'failed', error: { code: 'engine-lost' } });
  });
});

describe('code and details of an error survive the boundary', () => {
  it('for a text that cannot be read', async () => {
    const engine = openEngine();
    await expect(engine.analyze({ text: ' \n ' })).rejects.toMatchObject({
      name: 'UndertoneError',
      code: 'text-blank',
    });
    await expect(
      engine.analyze({
        text: 'Das Zimmer war sehr schmutzig und das Personal war leider unfreundlich zu uns.',
      }),
    ).rejects.toMatchObject({ code: 'language-unsupported', details: { language: 'de' } });
  });

  it('for a start that failed', async () => {
    const engine = openEngine({ createWorker: faultyWorker('no-weights') });
    await expect(engine.start()).rejects.toMatchObject({
      code: 'model-unavailable',
      details: { status: 404 },
    });
  });
});

describe('progress', () => {
  it('rises to the whole and belongs to its own call', async () => {
    const engine = openEngine();
    await engine.start();
    const seen: AnalyzeProgress[] = [];
    await engine.analyze(
      { text: longText.slice(0, 20_000) },
      { onProgress: (progress) => seen.push(progress) },
    );
    const done = seen.map((progress) => progress.done);
    expect(done.length).toBeGreaterThan(1);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(seen.at(-1)?.done).toBe(seen.at(-1)?.total);
  });

  it('stops when the call has settled', async () => {
    const engine = openEngine({
      createWorker: () =>
        new Worker(new URL('./workers/stubborn.worker.ts', import.meta.url), { type: 'module' }),
    });
    await engine.start();
    const abort = new AbortController();
    let settled = false;
    let late = 0;
    let reported = 0;
    const call = engine.analyze(
      { text: review },
      {
        signal: abort.signal,
        onProgress() {
          reported += 1;
          if (settled) late += 1;
          if (reported === 3) abort.abort();
        },
      },
    );
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    settled = true;
    // The worker goes on reporting; a second call shows that its reports still arrive.
    const second = new AbortController();
    let secondReported = 0;
    const other = engine.analyze(
      { text: review },
      {
        signal: second.signal,
        onProgress() {
          secondReported += 1;
          if (secondReported === 5) second.abort();
        },
      },
    );
    await expect(other).rejects.toMatchObject({ code: 'cancelled' });
    expect(late).toBe(0);
  });
});

describe('the proxy', () => {
  it('lives as long as the worker, whatever the garbage collector does', async () => {
    const engine = openEngine();
    await engine.start();
    await cdp().send('HeapProfiler.collectGarbage');
    const call = engine.analyze({ text: longText.slice(0, 20_000) });
    await cdp().send('HeapProfiler.collectGarbage');
    await expect(call).resolves.toMatchObject({ engine: { where: 'device' } });
    await expect(engine.analyze({ text: review })).resolves.toMatchObject({ sentences: [{}, {}] });
  });
});
