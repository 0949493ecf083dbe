import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import type { EngineState } from '#core/engine';
import { createRouter } from '../../../src/engine/router.ts';
import type { Router, RouterOptions, Rung } from '../../../src/engine/router.ts';
import { answer, createScriptedEngine, info } from './scripted-engine.ts';
import type { Script } from './scripted-engine.ts';

/** A router over rungs whose engines follow their scripts in turn; `made` lists the rungs that engines were made for. */
function scripted(
  scripts: Partial<Record<Rung['name'], readonly Script[]>>,
  options: Partial<RouterOptions> = {},
): {
  router: Router;
  made: Rung['name'][];
} {
  const made: Rung['name'][] = [];
  const names: readonly Rung['name'][] = ['webgpu', 'threads', 'single', 'server', 'own'];
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
  return { router: createRouter({ rungs: () => rungs, canOfferServer: true, ...options }), made };
}

/** Resolves once the router has begun to start an engine. */
function isStarting(router: Router): Promise<void> {
  return new Promise((resolve) => {
    router.subscribe(() => {
      if (router.state.kind === 'warming') resolve();
    });
  });
}

/** Resolves once everything that was to be done at once is done. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

const text = { text: 'Good' };
const works: Script = { start: 'ready' };

describe('climbing', () => {
  it('stays on the first rung that works', async () => {
    const { router, made } = scripted({ threads: [works], single: [works] });
    await expect(router.start()).resolves.toEqual(info);
    expect(made).toEqual(['threads']);
    expect(router.status).toEqual({ rung: 'threads', serverOffered: false, wasStopped: false, setbacks: [] });
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

  it.each(['model-unavailable', 'model-corrupt'] as const)(
    'goes on with the files of the processor after %s of those of the graphics processor',
    async (code) => {
      const { router, made } = scripted({ webgpu: [{ start: code }], threads: [works] });
      await router.start();
      expect(made).toEqual(['webgpu', 'threads']);
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
});

describe('a stop', () => {
  it('ends a start for everyone who waits for it, and is shown until it is started again', async () => {
    const { router } = scripted({ single: [{ start: 'never' }, works] });
    const waits = [router.start(), router.start(), router.analyze(text)].map((wait) =>
      expect(wait).rejects.toMatchObject({ code: 'cancelled' }),
    );
    await isStarting(router);
    router.stop();
    await Promise.all(waits);
    expect(router.state).toEqual({ kind: 'idle' });
    expect(router.status).toEqual({ rung: null, serverOffered: false, wasStopped: true, setbacks: [] });
    await expect(router.start()).resolves.toEqual(info);
    expect(router.status.wasStopped).toBe(false);
  });

  it('is not undone by a reading', async () => {
    const { router, made } = scripted({ single: [{ start: 'never' }, works] });
    const outcome = expect(router.start()).rejects.toMatchObject({ code: 'cancelled' });
    await isStarting(router);
    router.stop();
    await outcome;
    await expect(router.analyze(text)).rejects.toMatchObject({ code: 'cancelled' });
    expect(made).toEqual(['single']);
  });

  it('leaves a reader that is ready alone', async () => {
    const { router } = scripted({ single: [works] });
    await router.start();
    router.stop();
    expect(router.status.wasStopped).toBe(false);
    await expect(router.analyze(text)).resolves.toEqual(answer);
  });
});

describe('several who wait for one start', () => {
  it('do not end it for each other', async () => {
    const { router, made } = scripted({ single: [works] });
    const abort = new AbortController();
    const given = expect(router.start(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    const other = router.start();
    abort.abort();
    await given;
    await expect(other).resolves.toEqual(info);
    expect(made).toEqual(['single']);
  });
});

it('a router that was disposed of makes no engine any more', async () => {
  const { router, made } = scripted({ single: [works] });
  await router.start();
  router.dispose();
  await expect(router.analyze(text)).rejects.toMatchObject({ code: 'cancelled' });
  await expect(router.start()).rejects.toMatchObject({ code: 'cancelled' });
  expect(made).toEqual(['single']);
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

  it('is replaced on its rung, and rows that were read together get their answers', async () => {
    const { router, made } = scripted({ single: [{ start: 'ready', readings: ['answers', 'dies'] }, works] });
    const { results, model } = await router.readRows(['Good', 'Good', 'Good']);
    expect(results.map(({ kind }) => kind)).toEqual(['read', 'read', 'read']);
    expect(model).toEqual(answer.model);
    expect(made).toEqual(['single', 'single']);
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

describe('a lost engine whose model was not kept', () => {
  const dies: Script = { start: 'ready', isKept: false, readings: ['dies'] };

  it('is replaced all the same', async () => {
    const { router, made } = scripted({ single: [dies, works] });
    await expect(router.analyze(text)).resolves.toEqual(answer);
    expect(made).toEqual(['single', 'single']);
  });

  it('waits for a word where data is saved, since it would be fetched again', async () => {
    const { router, made } = scripted({ single: [dies, works] }, { isSparing: true });
    await expect(router.analyze(text)).rejects.toMatchObject({
      code: 'engine-lost',
      remedy: expect.stringMatching(/try again/iu),
    });
    expect(made).toEqual(['single']);
    expect(router.state).toMatchObject({ kind: 'failed', error: { code: 'engine-lost' } });
    await router.start();
    await expect(router.analyze(text)).resolves.toEqual(answer);
  });

  it('is replaced at once where data is saved but the model is the person’s own', async () => {
    const { router, made } = scripted({ own: [dies, works] }, { isSparing: true });
    await expect(router.analyze(text)).resolves.toEqual(answer);
    expect(made).toEqual(['own', 'own']);
  });

  it('is replaced at once where data is saved but the model is kept', async () => {
    const { router, made } = scripted({ single: [{ ...dies, isKept: true }, works] }, { isSparing: true });
    await expect(router.analyze(text)).resolves.toEqual(answer);
    expect(made).toEqual(['single', 'single']);
  });
});

describe('rungs that have to be looked up', () => {
  it('are waited for, and a stop meanwhile is heard', async () => {
    const rung: Rung = { name: 'single', create: () => createScriptedEngine(works) };
    const router = createRouter({ rungs: () => Promise.resolve([rung]), canOfferServer: true });
    const stopped = expect(router.start()).rejects.toMatchObject({ code: 'cancelled' });
    router.stop();
    await stopped;
    expect(router.state.kind).toBe('idle');
    await expect(router.start()).resolves.toEqual(info);
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
    const stopped = expect(router.start()).rejects.toMatchObject({ code: 'cancelled' });
    await isStarting(router);
    router.stop();
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

  it('starts nothing where that would cost data nobody agreed to spend', async () => {
    const { router, made } = scripted({ single: [works] }, { isStartFree: () => Promise.resolve(false) });
    await router.start();
    router.reopen();
    await settled();
    expect(router.state).toEqual({ kind: 'idle' });
    expect(made).toEqual(['single']);
    await router.start();
    expect(made).toEqual(['single', 'single']);
  });

  it('offers no server in the place of a model of the person’s own that fails', async () => {
    const create = () => createScriptedEngine({ start: 'own-model-failed' });
    const router = createRouter({ rungs: () => [{ name: 'own', create }], canOfferServer: true });
    await expect(router.start()).rejects.toMatchObject({ code: 'own-model-failed' });
    expect(router.state).toMatchObject({ kind: 'failed', error: { code: 'own-model-failed' } });
    expect(router.status.serverOffered).toBe(false);
  });
});

describe('letting go', () => {
  it('ends the engine and starts none until somebody reads', async () => {
    const { router, made } = scripted({ single: [works] });
    await router.start();
    router.letGo();
    await settled();
    expect(router.state).toEqual({ kind: 'resting' });
    expect(made).toEqual(['single']);
    await expect(router.analyze(text)).resolves.toEqual(answer);
  });

  it('waits for a word where data is saved', async () => {
    const { router } = scripted({ single: [works] }, { isSparing: true });
    await router.start();
    router.letGo();
    expect(router.state).toEqual({ kind: 'idle' });
  });
});

describe('erased files', () => {
  const kept: Script = { start: 'ready', isKept: true, readings: ['dies'] };

  it('make a reader that was kept one that is not', async () => {
    const { router, made } = scripted({ single: [kept, works] }, { isSparing: true });
    await router.start();
    router.noteErased();
    expect(router.state).toMatchObject({ kind: 'ready', facts: { isKept: false, wasErased: true } });
    expect(router.status.rung).toBe('single');
    await expect(router.analyze(text)).rejects.toMatchObject({ code: 'engine-lost' });
    expect(made).toEqual(['single']);
  });

  it('are not those of a model of the person’s own', async () => {
    const { router } = scripted({ own: [kept] });
    await router.start();
    router.noteErased();
    expect(router.state).toMatchObject({ kind: 'ready', facts: { isKept: true } });
  });

  it('do not come back to a reader at rest where data is saved', async () => {
    const { router } = scripted({ single: [works] }, { isSparing: true });
    await router.start();
    router.rest();
    router.noteErased();
    expect(router.state).toEqual({ kind: 'idle' });
  });
});

describe('rungs that have to be fetched', () => {
  it('fail as an engine does where they do not come, and are asked for again at the next start', async () => {
    let asked = 0;
    const { router } = scripted(
      {},
      {
        rungs: () => {
          asked += 1;
          if (asked === 1) return Promise.reject(new UndertoneError('server-unreachable'));
          return [{ name: 'server', create: () => createScriptedEngine(works) }];
        },
      },
    );
    await expect(router.start()).rejects.toMatchObject({ code: 'server-unreachable' });
    expect(router.state).toMatchObject({ kind: 'failed', error: { code: 'server-unreachable' } });
    await expect(router.start()).resolves.toEqual(info);
    expect(router.state.kind).toBe('ready');
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
