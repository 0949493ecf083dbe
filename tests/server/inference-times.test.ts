import { afterEach, describe, expect, it } from 'vitest';
import { LocalEngine } from '../../server/local-engine.ts';
import type { InferencePool, InferencePoolOptions } from '../../server/services/inference/pool.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { createFixturePool } from './fixture-pool.ts';
import { germanText, longText, shortText } from './texts.ts';

const pools: InferencePool[] = [];

async function startPool(options: Partial<InferencePoolOptions> = {}): Promise<InferencePool> {
  const pool = createFixturePool(options);
  pools.push(pool);
  await pool.start();
  return pool;
}

afterEach(() => {
  for (const pool of pools.splice(0)) pool.dispose();
});

function processOf(pool: InferencePool): number {
  const processId = pool.load.processes[0]?.processId;
  if (processId === undefined) throw new Error('There is no inference process.');
  return processId;
}

describe('a deadline', () => {
  it('ends calls that wait or are under way, whatever the process does', async () => {
    const pool = await startPool();
    process.kill(processOf(pool), 'SIGSTOP');
    const calls = Array.from({ length: 3 }, () => pool.analyze({ text: shortText }, { deadlineMs: 400 }));
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'deadline-exceeded' });
    expect(pool.load).toMatchObject({ depth: { interactive: 0 }, running: 1 });
    // Well before the process would have been ended for its silence.
    expect(pool.load.processes[0]?.restarts.hung).toBe(0);
    process.kill(processOf(pool), 'SIGCONT');
    await pool.analyze({ text: shortText });
    expect(pool.load.processes[0]?.restarts).toEqual({ died: 0, hung: 0 });
  });

  it('that cannot be met refuses the call before any work', async () => {
    const pool = await startPool();
    const refused = pool.analyze({ text: longText }, { deadlineMs: 1 });
    expect(pool.load.running).toBe(0);
    await expect(refused).rejects.toMatchObject({
      code: 'deadline-exceeded',
      details: { predictedMs: expect.any(Number) },
    });
  });
});

describe('a budget', () => {
  it('is of a class: what is too long for one may be short for another', async () => {
    const pool = await startPool({ maxWaitMs: 1, maxBatchWaitMs: 100_000 });
    const open = [
      pool.analyze({ text: longText }),
      pool.analyze({ text: longText }, { workClass: 'batch' }),
      pool.readRows([longText], { workClass: 'jobs' }),
    ];
    const { predictedWaitMs } = pool.load;
    expect(predictedWaitMs.interactive).toBeGreaterThan(1);
    expect(predictedWaitMs.batch).toBeGreaterThan(predictedWaitMs.interactive);
    expect(predictedWaitMs.jobs).toBeGreaterThan(predictedWaitMs.batch);
    const refused = await pool.analyze({ text: shortText }).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ code: 'server-busy' });
    expect(refused).toHaveProperty('details.retryAfterMs', expect.any(Number));
    await Promise.all(open);
    // It is free again.
    await pool.analyze({ text: shortText });
    expect(pool.load.predictedWaitMs).toEqual({ interactive: 0, batch: 0, jobs: 0 });
  });

  it('bounds no jobs', async () => {
    const pool = await startPool({ maxWaitMs: 0, maxBatchWaitMs: 0 });
    const jobs = Array.from({ length: 20 }, () =>
      pool.readRows([shortText, shortText], { workClass: 'jobs' }),
    );
    expect(await Promise.all(jobs)).toHaveLength(20);
  });
});

describe('rows', () => {
  it('are read as one by one, in their order', async () => {
    const pool = await startPool({ processes: 2, rowsRunMs: 5 });
    const texts = Array.from({ length: 120 }, (_, i) =>
      i % 40 === 7 ? ' ' : i % 40 === 9 ? germanText : `${shortText} ${'It was cold. '.repeat(i % 7)}`,
    );
    const local = new LocalEngine({ modelsDir: fixtureModelsDir, where: 'cli' });
    const [together, alone] = await Promise.all([pool.readRows(texts), local.readRows(texts)]);
    local.dispose();
    expect(together.model).toEqual(alone.model);
    expect(together.results).toHaveLength(texts.length);
    for (const [i, result] of together.results.entries()) {
      const expected = alone.results[i];
      if (result.kind !== 'read' || expected?.kind !== 'read') expect(result).toEqual(expected);
      else {
        expect(result.reading.label).toBe(expected.reading.label);
        expect(result.reading.score).toBeCloseTo(expected.reading.score, 5);
      }
    }
    expect(await pool.readRows([])).toEqual({ results: [], model: null });
    expect(await pool.readRows([' '])).toEqual({ results: [{ kind: 'empty' }], model: null });
  });

  it('let others come in between', async () => {
    const pool = await startPool({ rowsRunMs: 10 });
    let isOver = false;
    const job = pool
      .readRows(
        Array.from({ length: 256 }, () => longText.slice(0, 2000)),
        { workClass: 'jobs' },
      )
      .finally(() => {
        isOver = true;
      });
    for (let i = 0; i < 3; i += 1) {
      await pool.analyze({ text: shortText });
      expect(isOver).toBe(false);
    }
    await job;
  });

  it('share the processes with the rows of others', async () => {
    const pool = await startPool({ rowsRunMs: 10 });
    const order: string[] = [];
    const rowsOf = (count: number): string[] => Array.from({ length: count }, () => longText.slice(0, 2000));
    const large = pool.readRows(rowsOf(120), { workClass: 'jobs' }).then(() => order.push('large'));
    const small = pool.readRows(rowsOf(5), { workClass: 'jobs' }).then(() => order.push('small'));
    await Promise.all([large, small]);
    expect(order).toEqual(['small', 'large']);
  });
});

describe('a pool that is to end', () => {
  it('answers what it has let in, and takes no more', async () => {
    const pool = await startPool({ processes: 2 });
    const open = [
      ...Array.from({ length: 30 }, () => pool.analyze({ text: shortText })),
      pool.readRows(
        Array.from({ length: 100 }, () => shortText),
        { workClass: 'jobs' },
      ),
    ];
    let answered = 0;
    for (const call of open) {
      void call.then(() => {
        answered += 1;
      });
    }
    const drained = pool.drain().then(() => answered);
    await expect(pool.analyze({ text: shortText })).rejects.toMatchObject({ code: 'server-stopping' });
    await drained;
    await Promise.all(open);
    expect(answered).toBe(open.length);
    expect(pool.load.running).toBe(0);
    await pool.drain();
  });
});

it('tells when it last read, and what with', async () => {
  const pool = createFixturePool();
  pools.push(pool);
  expect([pool.model, pool.lastReadAtMs]).toEqual([null, null]);
  await pool.start();
  const { model, lastReadAtMs } = pool;
  expect(model?.sha256).toMatch(/^[0-9a-f]{64}$/);
  const analysis = await pool.analyze({ text: shortText });
  expect(analysis.model).toEqual(model);
  expect(pool.lastReadAtMs).toBeGreaterThanOrEqual(lastReadAtMs ?? Number.POSITIVE_INFINITY);
});
