import { describe, expect, it } from 'vitest';
import type { EngineState } from '#core/engine';
import { createRouter } from '../../../src/engine/router.ts';
import type { Router, Rung } from '../../../src/engine/router.ts';
import { answer, createScriptedEngine, info } from './scripted-engine.ts';
import type { Script } from './scripted-engine.ts';

/** A router over rungs whose engines follow their scripts in turn; `made` lists the rungs that engines were made for. */
function scripted(scripts: Partial<Record<Rung['name'], readonly Script[]>>): {
  router: Router;
  made: Rung['name'][];
} {
  const made: Rung['name'][] = [];
  const names: readonly Rung['name'][] = ['threads', 'single', 'server'];
  const rungs = names.flatMap((name): Rung[] => {
    const script = scripts[name];
    if (script === undefined) return [];
    let next = 0;
    const create = () => {
      made.push(name);
      const current = script[Math.min(next, script.length - 1)];
      next += 1;
      return createScriptedEngine(current ?? { start: 'engine-failed' });
    };
    return [{ name, create }];
  });
  return { router: createRouter({ rungs: () => rungs, canOfferServer: true }), made };
}

const text = { text: 'Good' };
const works: Script = { start: 'ready' };

describe('climbing', () => {
  it('stays on the first rung that works', async () => {
    const { router, made } = scripted({ threads: [works], single: [works] });
    await expect(router.start()).resolves.toEqual(info);
    expect(made).toEqual(['threads']);
    expect(router.status).toEqual({ rung: 'threads', serverOffered: false, setbacks: [] });
    expect(router.state).toEqual({ kind: 'ready', engine: info });
  });

  it.each(['engine-failed', 'engine-timeout', 'engine-wrong', 'engine-lost'] as const)(
    'goes on after %s',
    async (code) => {
      const { router, made } = scripted({ threads: [{ start: code }], single: [works] });
      await router.start();
      expect(made).toEqual(['threads', 'single']);
      expect(router.status.rung).toBe('single');
    },
  );

  it.each(['model-unavailable', 'model-corrupt'] as const)(
    'does not try another engine on the same files after %s, and offers the server',
    async (code) => {
      const { router, made } = scripted({ threads: [{ start: code }], single: [works] });
      await expect(router.start()).rejects.toMatchObject({ code });
      expect(made).toEqual(['threads']);
      expect(router.state).toMatchObject({ kind: 'failed', error: { code } });
      expect(router.status).toMatchObject({
        rung: null,
        serverOffered: true,
        setbacks: [{ rung: 'threads', code }],
      });
    },
  );

  it('hides the failure of a rung while there is another', async () => {
    const { router } = scripted({ threads: [{ start: 'engine-wrong' }], single: [works] });
    const kinds: EngineState['kind'][] = [];
    router.subscribe(() => kinds.push(router.state.kind));
    await router.start();
    expect(kinds).not.toContain('failed');
  });

  it('fails, with the server offered, when no rung is left or there was none', async () => {
    for (const rungs of [{ single: [{ start: 'engine-failed' }] }, {}] as const) {
      const { router } = scripted(rungs);
      await expect(router.start()).rejects.toMatchObject({ code: 'engine-failed' });
      expect(router.status.serverOffered).toBe(true);
      await expect(router.analyze(text)).rejects.toMatchObject({ code: 'engine-failed' });
    }
  });

  it('may be started again after it failed', async () => {
    const { router } = scripted({ single: [{ start: 'model-unavailable' }, works] });
    await expect(router.start()).rejects.toMatchObject({ code: 'model-unavailable' });
    await expect(router.start()).resolves.toEqual(info);
    await expect(router.analyze(text)).resolves.toEqual(answer);
  });

  it('is idle after a stop, and may be started again', async () => {
    const { router } = scripted({ single: [{ start: 'never' }, works] });
    const abort = new AbortController();
    const outcome = expect(router.start(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    abort.abort();
    await outcome;
    expect(router.state).toEqual({ kind: 'idle' });
    expect(router.status).toEqual({ rung: null, serverOffered: false, setbacks: [] });
    await expect(router.start()).resolves.toEqual(info);
  });
});

describe('a lost engine', () => {
  it('is replaced on its rung, and the reading gets its answer', async () => {
    const { router, made } = scripted({
      threads: [{ start: 'ready', readings: ['dies'] }, works],
      single: [works],
    });
    await expect(router.analyze(text)).resolves.toEqual(answer);
    expect(made).toEqual(['threads', 'threads']);
    expect(router.state.kind).toBe('ready');
  });

  it('makes room for the next rung when its successor is lost as well', async () => {
    const dies: Script = { start: 'ready', readings: ['dies'] };
    const { router, made } = scripted({ threads: [dies], single: [works] });
    await expect(router.analyze(text)).resolves.toEqual(answer);
    expect(made).toEqual(['threads', 'threads', 'single']);
    expect(router.status.rung).toBe('single');
  });

  it('makes room for the next rung when its successor does not start', async () => {
    const { router, made } = scripted({
      threads: [{ start: 'ready', readings: ['dies'] }, { start: 'engine-timeout' }],
      single: [works],
    });
    await expect(router.analyze(text)).resolves.toEqual(answer);
    expect(made).toEqual(['threads', 'threads', 'single']);
  });

  it('takes every open reading with it, and every one gets its answer', async () => {
    const { router, made } = scripted({ single: [{ start: 'ready', readings: ['dies'] }, works] });
    await router.start();
    const all = await Promise.all([router.analyze(text), router.analyze(text), router.analyze(text)]);
    expect(all).toEqual([answer, answer, answer]);
    expect(made).toEqual(['single', 'single']);
  });

  it('is not replaced for ever: a text that ends every engine is given up', async () => {
    const { router, made } = scripted({ single: [{ start: 'ready', readings: ['dies'] }] });
    await expect(router.analyze(text)).rejects.toMatchObject({ code: 'engine-failed' });
    expect(made).toEqual(['single', 'single']);
    expect(router.status.serverOffered).toBe(true);
  });

  it('costs no rung when readings in between succeeded', async () => {
    const { router, made } = scripted({
      threads: [
        { start: 'ready', readings: ['dies'] },
        { start: 'ready', readings: ['answers', 'dies'] },
        works,
      ],
      single: [works],
    });
    await router.analyze(text);
    await router.analyze(text);
    expect(made).toEqual(['threads', 'threads', 'threads']);
  });
});

describe('setbacks', () => {
  it('are kept, latest first, with the rung they befell', async () => {
    const { router } = scripted({
      threads: [{ start: 'engine-wrong' }],
      single: [{ start: 'ready', readings: ['dies'] }, works],
    });
    await router.analyze(text);
    expect(router.status.setbacks).toMatchObject([
      { rung: 'single', code: 'engine-lost' },
      { rung: 'threads', code: 'engine-wrong' },
    ]);
  });

  it('are none when the person stops, and no more than ten', async () => {
    const { router } = scripted({
      single: [{ start: 'never' }, ...Array.from({ length: 12 }, (): Script => ({ start: 'engine-failed' }))],
    });
    const abort = new AbortController();
    const stopped = expect(router.start(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    abort.abort();
    await stopped;
    expect(router.status.setbacks).toEqual([]);
    for (let attempt = 0; attempt < 12; attempt += 1)
      await expect(router.start()).rejects.toMatchObject({ code: 'engine-failed' });
    expect(router.status.setbacks).toHaveLength(10);
  });
});

describe('a router at rest', () => {
  it('has no engine, and makes one for the next reading', async () => {
    const { router, made } = scripted({ single: [works] });
    await router.start();
    router.rest();
    expect(router.state).toEqual({ kind: 'resting' });
    await expect(router.analyze(text)).resolves.toEqual(answer);
    expect(router.state.kind).toBe('ready');
    expect(made).toEqual(['single', 'single']);
  });

  it('was ready before', () => {
    const { router } = scripted({ single: [works] });
    router.rest();
    expect(router.state).toEqual({ kind: 'idle' });
  });
});

describe('opening anew', () => {
  it('ends the engine there is, and takes what there is to read with now', async () => {
    const made: string[] = [];
    let name: Rung['name'] = 'single';
    const create = () => {
      made.push(name);
      return createScriptedEngine(works);
    };
    const router = createRouter({ rungs: () => [{ name, create }], canOfferServer: true });
    await router.start();
    name = 'own';
    router.reopen();
    await expect(router.analyze(text)).resolves.toEqual(answer);
    expect(router.status.rung).toBe('own');
    expect(made).toEqual(['single', 'own']);
  });

  it('offers no server in the place of a model of the person’s own that fails', async () => {
    const create = () => createScriptedEngine({ start: 'own-model-failed' });
    const router = createRouter({ rungs: () => [{ name: 'own', create }], canOfferServer: true });
    await expect(router.start()).rejects.toMatchObject({ code: 'own-model-failed' });
    expect(router.state).toMatchObject({ kind: 'failed', error: { code: 'own-model-failed' } });
    expect(router.status.serverOffered).toBe(false);
  });
});

describe('a reading', () => {
  it('starts an idle router', async () => {
    const { router } = scripted({ single: [works] });
    await expect(router.analyze(text)).resolves.toEqual(answer);
  });

  it.each(['text-blank', 'language-unsupported', 'cancelled', 'server-unreachable'] as const)(
    'that ends with %s is not tried again',
    async (code) => {
      const { router, made } = scripted({ single: [{ start: 'ready', readings: [code, 'answers'] }] });
      await expect(router.analyze(text)).rejects.toMatchObject({ code });
      expect(made).toEqual(['single']);
      expect(router.state.kind).toBe('ready');
    },
  );

  it('can be given up while the engine starts, and the start goes on', async () => {
    const { router } = scripted({ single: [{ start: 'never' }] });
    const abort = new AbortController();
    const outcome = expect(router.analyze(text, { signal: abort.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    abort.abort();
    await outcome;
    expect(router.state.kind).toBe('warming');
  });
});
