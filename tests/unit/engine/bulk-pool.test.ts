import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import type { Engine, RowsRead } from '#core/engine';
import { createBulkPool } from '../../../src/engine/bulk-pool.ts';
import type { BulkPool } from '../../../src/engine/bulk-pool.ts';
import { createScriptedEngine } from './scripted-engine.ts';
import type { Script } from './scripted-engine.ts';

const restAfterMs = 1000;
const texts = ['Good', 'Good'];
const works: Script = { start: 'ready', readingMs: 10 };

interface Watched {
  pool: BulkPool;
  /** Engines made, ended, and at work at the same time. */
  made: number;
  ended: number;
  mostAtOnce: number;
  fallbackCalls: number;
}

/** A pool whose engines follow the scripts in turn; the last one repeats. */
function watched(lanes: number, scripts: readonly Script[] = [works]): Watched {
  let working = 0;
  const openLane = (): Engine => {
    const engine = createScriptedEngine(scripts[Math.min(found.made, scripts.length - 1)] ?? works);
    found.made += 1;
    return {
      get state() {
        return engine.state;
      },
      subscribe: (listener) => engine.subscribe(listener),
      start: () => engine.start(),
      analyze: (request) => engine.analyze(request),
      async readRows(given) {
        working += 1;
        found.mostAtOnce = Math.max(found.mostAtOnce, working);
        try {
          return await engine.readRows(given);
        } finally {
          working -= 1;
        }
      },
      dispose() {
        found.ended += 1;
        engine.dispose();
      },
    };
  };
  const fallback = {
    async readRows(): Promise<RowsRead> {
      found.fallbackCalls += 1;
      return { results: [{ kind: 'empty' }], model: null };
    },
  };
  const pool = createBulkPool({ lanes, openLane, fallback, restAfterMs });
  const found: Watched = { pool, made: 0, ended: 0, mostAtOnce: 0, fallbackCalls: 0 };
  return found;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** The calls, answered while the timers run. */
async function answered(calls: readonly Promise<RowsRead>[]): Promise<string[][]> {
  const all = Promise.all(calls);
  await vi.advanceTimersByTimeAsync(restAfterMs / 2);
  return (await all).map(({ results }) => results.map(({ kind }) => kind));
}

describe('a pool', () => {
  it('reads with as many engines as it has lanes, each one call at a time', async () => {
    const seen = watched(3);
    const kinds = await answered(Array.from({ length: 8 }, () => seen.pool.readRows(texts)));
    expect(kinds).toEqual(Array.from({ length: 8 }, () => ['read', 'read']));
    expect(seen).toMatchObject({ made: 3, mostAtOnce: 3, fallbackCalls: 0 });
    expect(seen.pool.callsAtOnce).toBe(4);
  });

  it('makes no more engines than there are calls', async () => {
    const seen = watched(3);
    expect(seen.made).toBe(0);
    await answered([seen.pool.readRows(texts)]);
    await answered([seen.pool.readRows(texts)]);
    expect(seen.made).toBe(1);
  });

  it('gives the memory back when nobody calls for a while, and takes it again', async () => {
    const seen = watched(2);
    await answered([seen.pool.readRows(texts), seen.pool.readRows(texts)]);
    expect(seen.ended).toBe(0);
    await vi.advanceTimersByTimeAsync(restAfterMs);
    expect(seen.ended).toBe(2);
    expect(await answered([seen.pool.readRows(texts)])).toEqual([['read', 'read']]);
    expect(seen.made).toBe(3);
  });

  it('rests at once when told to, but not before open calls are answered', async () => {
    const seen = watched(2);
    const open = seen.pool.readRows(texts);
    await vi.advanceTimersByTimeAsync(1);
    seen.pool.rest();
    expect(seen.ended).toBe(0);
    expect(await answered([open])).toEqual([['read', 'read']]);
    expect(seen.ended).toBe(1);
  });
});

it('a pool that rests in the middle of a run goes on with new engines', async () => {
  const seen = watched(1);
  const calls = [seen.pool.readRows(texts), seen.pool.readRows(texts)];
  await vi.advanceTimersByTimeAsync(1);
  seen.pool.rest();
  expect(await answered(calls)).toEqual([
    ['read', 'read'],
    ['read', 'read'],
  ]);
  expect(seen).toMatchObject({ made: 2, ended: 1 });
});

it('a pool that was disposed of makes no engine any more', async () => {
  const seen = watched(2);
  await answered([seen.pool.readRows(texts)]);
  seen.pool.dispose();
  await expect(seen.pool.readRows(texts)).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen).toMatchObject({ made: 1, ended: 1, fallbackCalls: 0 });
});

it('a pool that is disposed of makes no engine for those who wait in line', async () => {
  const seen = watched(1, [{ ...works, readings: ['cancelled'] }]);
  const calls = [1, 2, 3].map(() =>
    expect(seen.pool.readRows(texts)).rejects.toMatchObject({ code: 'cancelled' }),
  );
  await vi.advanceTimersByTimeAsync(1);
  seen.pool.dispose();
  await vi.advanceTimersByTimeAsync(restAfterMs);
  await Promise.all(calls);
  expect(seen.made).toBe(1);
});

describe('an engine of a pool that is lost', () => {
  const fails: Script = { start: 'ready', readings: ['engine-failed'] };

  it('costs no answer: the others read its calls', async () => {
    const seen = watched(2, [fails, works]);
    const kinds = await answered(Array.from({ length: 5 }, () => seen.pool.readRows(texts)));
    expect(kinds.flat()).toEqual(Array.from({ length: 10 }, () => 'read'));
    expect(seen).toMatchObject({ made: 2, ended: 1, mostAtOnce: 2, fallbackCalls: 0 });
  });

  it('leaves the reading to the page’s own engine where it was the last', async () => {
    const seen = watched(2, [fails]);
    const kinds = await answered(Array.from({ length: 4 }, () => seen.pool.readRows(texts)));
    expect(kinds).toEqual(Array.from({ length: 4 }, () => ['empty']));
    expect(seen).toMatchObject({ made: 2, ended: 2, fallbackCalls: 4 });
  });

  it('has another try after a rest', async () => {
    const seen = watched(1, [fails, works]);
    await answered([seen.pool.readRows(texts)]);
    seen.pool.rest();
    expect(await answered([seen.pool.readRows(texts)])).toEqual([['read', 'read']]);
    expect(seen).toMatchObject({ made: 2, fallbackCalls: 1 });
  });
});

describe('a call that its caller ends', () => {
  const cancelled: Script = { start: 'ready', readings: ['cancelled', 'answers'], readingMs: 10 };

  it('costs no engine', async () => {
    const seen = watched(1, [cancelled]);
    const ended = expect(seen.pool.readRows(texts)).rejects.toMatchObject({ code: 'cancelled' });
    expect(await answered([seen.pool.readRows(texts)])).toEqual([['read', 'read']]);
    await ended;
    expect(seen.made).toBe(1);
  });

  it('while it waits gives its turn to the next', async () => {
    const seen = watched(1);
    const abort = new AbortController();
    const first = seen.pool.readRows(texts);
    const second = seen.pool.readRows(texts, { signal: abort.signal });
    const refused = expect(second).rejects.toEqual(new UndertoneError('cancelled'));
    const third = seen.pool.readRows(texts);
    abort.abort();
    await refused;
    expect(await answered([first, third])).toEqual([
      ['read', 'read'],
      ['read', 'read'],
    ]);
    await expect(seen.pool.readRows(texts, { signal: abort.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
