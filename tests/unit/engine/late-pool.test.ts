import { describe, expect, it } from 'vitest';
import type { RowsRead } from '#core/engine';
import type { BulkPool } from '../../../src/engine/bulk-pool.ts';
import { createLatePool } from '../../../src/engine/late-pool.ts';

const readBy = (name: string): RowsRead => ({
  results: [{ kind: 'empty' }],
  model: { name, version: '1', sha256: 'a'.repeat(64) },
});

function poolOf(said: string[]): BulkPool {
  return {
    callsAtOnce: 2,
    readRows: () => Promise.resolve(readBy('pool')),
    rest: () => void said.push('rest'),
    dispose: () => void said.push('dispose'),
  };
}

const fallback = { readRows: () => Promise.resolve(readBy('fallback')) };

describe('a pool that comes late', () => {
  it('is fetched once, with the first rows', async () => {
    let fetched = 0;
    const said: string[] = [];
    const pool = createLatePool(() => {
      fetched += 1;
      return Promise.resolve(poolOf(said));
    }, fallback);
    pool.rest();
    expect([fetched, said]).toEqual([0, []]);
    const answers = await Promise.all([pool.readRows(['a']), pool.readRows(['b'])]);
    expect(answers.map(({ model }) => model?.name)).toEqual(['pool', 'pool']);
    expect(fetched).toBe(1);
    pool.rest();
    pool.dispose();
    expect(said).toEqual(['rest', 'dispose']);
  });

  it('leaves rows to the other reader where it does not come, and is asked for again', async () => {
    let fetched = 0;
    const pool = createLatePool(() => {
      fetched += 1;
      return fetched === 1 ? Promise.reject(new TypeError('no network')) : Promise.resolve(poolOf([]));
    }, fallback);
    expect((await pool.readRows(['a'])).model?.name).toBe('fallback');
    expect((await pool.readRows(['a'])).model?.name).toBe('pool');
  });

  it('ends one that comes when nobody waits for it any more', async () => {
    const said: string[] = [];
    const pool = createLatePool(() => Promise.resolve(poolOf(said)), fallback);
    const reading = pool.readRows(['a']);
    pool.dispose();
    await reading;
    expect(said).toEqual(['dispose']);
  });
});
