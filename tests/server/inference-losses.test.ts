import { afterEach, expect, it, vi } from 'vitest';
import type { InferencePool, InferencePoolOptions } from '../../server/services/inference/pool.ts';
import { createFixturePool } from './fixture-pool.ts';
import { longText, shortText } from './texts.ts';

const pools: InferencePool[] = [];

/** All of its processes are ready. */
async function startPool(options: Partial<InferencePoolOptions>): Promise<InferencePool> {
  const pool = createFixturePool(options);
  pools.push(pool);
  await pool.start();
  await allReady(pool);
  return pool;
}

const allReady = (pool: InferencePool): Promise<void> =>
  vi.waitFor(() => expect(pool.load.processes.every(({ isReady }) => isReady)).toBe(true), {
    timeout: 60_000,
  });

afterEach(() => {
  for (const pool of pools.splice(0)) pool.dispose();
});

const processIds = (pool: InferencePool): number[] =>
  pool.load.processes.flatMap(({ processId }) => processId ?? []);

function signalTo(pool: InferencePool, place: number, signal: NodeJS.Signals): void {
  const processId = pool.load.processes[place]?.processId;
  if (processId !== undefined) process.kill(processId, signal);
}

const restartsOf = (pool: InferencePool): { died: number; hung: number }[] =>
  pool.load.processes.map(({ restarts }) => restarts);

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 20);
  });

it('loses no call of many although processes are killed in mid-run', async () => {
  const lost: string[] = [];
  const pool = await startPool({ processes: 2, onLost: (reason) => lost.push(reason) });
  const undisturbed = await pool.analyze({ text: shortText });
  let answered = 0;
  const calls = Array.from({ length: 600 }, async () => {
    const analysis = await pool.analyze({ text: shortText });
    answered += 1;
    return analysis.probabilities;
  });
  const rows = pool.readRows(Array.from({ length: 300 }, () => shortText));
  for (const [kill, place] of [0, 1, 0].entries()) {
    await vi.waitFor(() => expect(answered).toBeGreaterThan(kill * 100), { timeout: 60_000, interval: 1 });
    await allReady(pool);
    signalTo(pool, place, 'SIGKILL');
  }
  for (const probabilities of await Promise.all(calls)) {
    // Texts that are read together may differ in the last bits.
    expect(probabilities.positive).toBeCloseTo(undisturbed.probabilities.positive, 6);
  }
  const { results, model } = await rows;
  expect(results.map(({ kind }) => kind)).toEqual(results.map(() => 'read'));
  expect(model).toEqual(undisturbed.model);
  await vi.waitFor(() => expect(lost).toEqual(['died', 'died', 'died']), { timeout: 60_000 });
  await allReady(pool);
  expect(restartsOf(pool)).toEqual([
    { died: 2, hung: 0 },
    { died: 1, hung: 0 },
  ]);
});

it('reads on with the others while one hangs, and once more what that one had', async () => {
  const pool = await startPool({ processes: 2, leastStallMs: 2000 });
  signalTo(pool, 0, 'SIGSTOP');
  const calls = Array.from({ length: 50 }, () => pool.analyze({ text: shortText }));
  let answered = 0;
  for (const call of calls) {
    void call.then(() => {
      answered += 1;
    });
  }
  // All but the one that the stopped process was given.
  await vi.waitFor(() => expect(answered).toBe(49), { timeout: 60_000 });
  expect(restartsOf(pool)[0]?.hung).toBe(0);
  expect(await Promise.all(calls)).toHaveLength(50);
  expect(restartsOf(pool)[0]?.hung).toBe(1);
  expect(pool.state.kind).toBe('ready');
});

it('fails the row alone that ends every process it is given to', async () => {
  const pool = await startPool({ processes: 1 });
  const rows = [shortText, longText, shortText];
  const reading = { isOver: false };
  const read = pool.readRows(rows).finally(() => {
    reading.isOver = true;
  });
  // The short ones are read before it or after it: whoever has been at it for a while has the long one.
  while (!reading.isOver) {
    const [before] = processIds(pool);
    await nextTurn();
    const [after] = processIds(pool);
    if (pool.load.running > 0 && before === after) signalTo(pool, 0, 'SIGKILL');
  }
  const { results } = await read;
  expect(results[1]).toEqual({ kind: 'failed', code: 'engine-lost' });
  expect(await pool.analyze({ text: shortText })).toMatchObject({ engine: { where: 'server' } });
});

it('reads cleanly after a storm of callers that leave', async () => {
  const pool = await startPool({ processes: 2 });
  const before = processIds(pool);
  for (let wave = 0; wave < 5; wave += 1) {
    const gone = new AbortController();
    const { signal } = gone;
    const left = [
      ...Array.from({ length: 100 }, (_, i) =>
        pool.analyze({ text: i % 10 === 0 ? longText : shortText }, { signal }),
      ),
      pool.readRows(
        Array.from({ length: 200 }, () => shortText),
        { signal, workClass: 'jobs' },
      ),
    ];
    await nextTurn();
    gone.abort();
    const outcomes = await Promise.allSettled(left);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'cancelled' });
    }
    expect(outcomes.at(-1)?.status).toBe('rejected');
    expect(pool.load.depth).toEqual({ interactive: 0, batch: 0, jobs: 0 });
  }
  const clean = await Promise.all(Array.from({ length: 100 }, () => pool.analyze({ text: shortText })));
  expect(clean).toHaveLength(100);
  expect(processIds(pool)).toEqual(before);
});
