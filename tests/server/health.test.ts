import { afterEach, describe, expect, it } from 'vitest';
import { createLifecycle } from '../../server/services/lifecycle.ts';
import type { Inference } from '../../server/services/inference/inference.ts';
import type { InferencePoolOptions } from '../../server/services/inference/pool.ts';
import { ask, post } from './ask.ts';
import { createFixturePool } from './fixture-pool.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import type { FixtureServerOptions } from './fixture-server.ts';
import { longText } from './texts.ts';

const patience = { timeout: 60_000, interval: 50 };
/** Short, so that evidence grows old within a test. */
const recentMs = 100;
const endings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

interface Standing {
  readonly inference: Inference;
  readonly port: number;
  /** Status of the answer and what it says. */
  readonly health: (path: string) => Promise<string>;
}

async function stand(
  pool: Partial<InferencePoolOptions> = {},
  parts: FixtureServerOptions = {},
): Promise<Standing> {
  const inference = createFixturePool(pool);
  const server = await createFixtureServer({ recentMs, ...parts, inference });
  const port = await listenOnLoopback(server.app);
  endings.push(async () => {
    await server.close();
    inference.dispose();
  });
  return {
    inference,
    port,
    health: async (path) => {
      const { status, body } = await ask(port, path);
      const said: unknown = JSON.parse(body.toString());
      return `${status} ${JSON.stringify(said)}`;
    },
  };
}

const ok = '200 {"status":"ok"}';
const starting = '503 {"status":"starting"}';
const failed = '503 {"status":"failed"}';
const failedToRead = '503 {"status":"failed","failing":["model"]}';

const processIds = ({ load }: Inference): number[] =>
  load.processes.flatMap(({ processId }) => (processId === undefined ? [] : [processId]));

describe('health', () => {
  it('tells that nothing reads yet, then that something does', async () => {
    const { inference, health } = await stand();
    expect(await health('/livez')).toBe(ok);
    expect(await health('/startupz')).toBe(starting);
    expect(await health('/readyz')).toBe(starting);
    await inference.start();
    expect(await health('/startupz')).toBe(ok);
    expect(await health('/readyz')).toBe(ok);
  });

  it('tells that nothing can read, where no process can be started', async () => {
    const { inference, health } = await stand({ modelsDir: '/nowhere' });
    await expect(inference.start()).rejects.toThrow('The reader could not be fetched.');
    expect(await health('/readyz')).toBe(failedToRead);
    expect(await health('/startupz')).toBe(failed);
    // Another process would do no better: this one is not to be ended for it.
    expect(await health('/livez')).toBe(ok);
  });

  it('goes by readings and not by what a process is said to be', async () => {
    const { inference, health } = await stand({ leastStallMs: 4000 });
    await inference.start();
    await expect.poll(() => health('/readyz'), patience).toBe(ok);
    const [stopped = 0] = processIds(inference);
    process.kill(stopped, 'SIGSTOP');
    // Nobody has noticed yet: it was ready, and has nothing to do.
    expect(inference.state.kind).toBe('ready');
    await expect.poll(() => health('/readyz'), patience).toBe(failedToRead);
    expect(await health('/livez')).toBe(ok);
    expect(await health('/startupz')).toBe(ok);
    // What asked for a reading has the process replaced as well.
    await expect.poll(() => health('/readyz'), patience).toBe(ok);
    expect(processIds(inference)).not.toContain(stopped);
  });

  it('stays good while one of several processes still reads', async () => {
    const { inference, health } = await stand({ processes: 2, leastStallMs: 600_000 });
    await inference.start();
    await expect.poll(() => inference.load.processes.every(({ isReady }) => isReady), patience).toBe(true);
    const [stopped = 0] = processIds(inference);
    process.kill(stopped, 'SIGSTOP');
    try {
      await expect.poll(() => inference.load.running, patience).toBe(0);
      // One reading is lost to the stopped process; the others go to the one that reads.
      await health('/readyz');
      expect(await health('/readyz')).toBe(ok);
    } finally {
      process.kill(stopped, 'SIGCONT');
    }
  });

  it('is told under load, when callers are refused', async () => {
    const { inference, port, health } = await stand({ maxWaitMs: 100 }, { recentMs: 10_000 });
    await inference.start();
    const asked = Array.from({ length: 40 }, () => post(port, '/v1/analyze', { text: longText }));
    await expect.poll(() => inference.load.running, patience).toBe(1);
    const told = await Promise.all(['/livez', '/readyz', '/startupz'].map((path) => health(path)));
    expect(told).toEqual([ok, ok, ok]);
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
  });

  it('tells that the server is being stopped', async () => {
    const lifecycle = createLifecycle();
    const { inference, health } = await stand({}, { lifecycle });
    await inference.start();
    await expect.poll(() => health('/readyz'), patience).toBe(ok);
    lifecycle.beginDraining();
    expect(await health('/readyz')).toBe('503 {"status":"draining"}');
    expect(await health('/livez')).toBe(ok);
  });

  it('tells that what the server keeps cannot be reached', async () => {
    const { inference, health } = await stand({}, { ping: () => Promise.reject(new Error('Out of reach.')) });
    await inference.start();
    expect(await health('/readyz')).toBe('503 {"status":"failed","failing":["storage"]}');
    expect(await health('/livez')).toBe(ok);
  });
});

it('says nothing in the log of refusals that are as they should be', async () => {
  let log = '';
  const stream = { write: (line: string) => void (log += line) };
  const lifecycle = createLifecycle();
  const { port } = await stand({}, { lifecycle, logger: { level: 'warn', stream } });
  const late = await post(port, '/v1/analyze', { text: longText }, { prefer: 'wait=0' });
  expect(late.status).toBe(504);
  lifecycle.beginRefusing();
  const refused = await post(port, '/v1/analyze', { text: longText });
  expect(refused.status).toBe(503);
  expect(log).toBe('');
});
