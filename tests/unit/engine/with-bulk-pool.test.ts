import { describe, expect, it } from 'vitest';
import type { RowsRead } from '#core/engine';
import type { BulkPool } from '../../../src/engine/bulk-pool.ts';
import { createRouter } from '../../../src/engine/router.ts';
import type { Router, Rung } from '../../../src/engine/router.ts';
import { withBulkPool } from '../../../src/engine/with-bulk-pool.ts';
import { answer, createScriptedEngine } from './scripted-engine.ts';
import type { Script } from './scripted-engine.ts';

const byPool: RowsRead = { results: [{ kind: 'empty' }], model: null };
const works: Script = { start: 'ready', isKept: true };

interface Watched {
  router: Router;
  calls: string[];
  made: number;
}

/** A router over engines of one script, with a pool that keeps a record of what is asked of it. */
function watched(script: Script, rung: Rung['name'] = 'single'): Watched {
  const calls: string[] = [];
  const pool: BulkPool = {
    callsAtOnce: 2,
    async readRows() {
      calls.push('read');
      return byPool;
    },
    rest: () => void calls.push('rest'),
    dispose: () => void calls.push('dispose'),
  };
  const create = () => {
    found.made += 1;
    return createScriptedEngine(script);
  };
  const inner = createRouter({ rungs: () => [{ name: rung, create }], canOfferServer: true });
  const found: Watched = { router: withBulkPool(inner, pool), calls, made: 0 };
  return found;
}

describe('a router with a pool', () => {
  it('has the pool read rows once it is ready itself, and reads single texts by itself', async () => {
    const seen = watched(works);
    await expect(seen.router.readRows(['Good'])).resolves.toEqual(byPool);
    expect(seen).toMatchObject({ made: 1, calls: ['read'] });
    expect(seen.router.state.kind).toBe('ready');
    await expect(seen.router.analyze({ text: 'Good' })).resolves.toEqual(answer);
    expect(seen.calls).toEqual(['read']);
  });

  it.each([
    ['the model is not kept, so that each engine would fetch it', { ...works, isKept: false }, 'single'],
    ['a person reads with a model of their own', works, 'own'],
  ] as const)('reads rows itself where %s', async (_, script, rung) => {
    const seen = watched(script, rung);
    const { results } = await seen.router.readRows(['Good']);
    expect(results.map(({ kind }) => kind)).toEqual(['read']);
    expect(seen.calls).toEqual([]);
  });

  it('does not read rows where it was stopped, and starts nothing by them', async () => {
    const seen = watched({ start: 'never' });
    const starting = expect(seen.router.start()).rejects.toMatchObject({ code: 'cancelled' });
    await Promise.resolve();
    seen.router.stop();
    await starting;
    await expect(seen.router.readRows(['Good'])).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen).toMatchObject({ made: 1, calls: ['rest'] });
  });

  it('says why where it cannot be had', async () => {
    const seen = watched({ start: 'model-unavailable' });
    for (let time = 0; time < 2; time += 1)
      await expect(seen.router.readRows(['Good'])).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(seen).toMatchObject({ made: 1, calls: [] });
  });

  it.each(['rest', 'reopen', 'letGo', 'noteErased', 'dispose'] as const)(
    'lets the pool go with its own engine: %s',
    async (how) => {
      const seen = watched(works);
      await seen.router.start();
      seen.router[how]();
      expect(seen.calls).toEqual([how === 'dispose' ? 'dispose' : 'rest']);
    },
  );
});
