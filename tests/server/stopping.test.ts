import { Agent, request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { analysis } from '#core/contracts/analysis';
import { createLifecycle } from '../../server/services/lifecycle.ts';
import { shutDown } from '../../server/services/shutdown.ts';
import { ask, post } from './ask.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { createFixturePool } from './fixture-pool.ts';
import { runProgram } from './run-program.ts';
import type { Program } from './run-program.ts';
import { longText, shortText } from './texts.ts';

/** A quick machine reads the shorter one between two looks. */
const veryLongText = longText.repeat(12);
const patience = { timeout: 100_000, interval: 50 };
const programs: Program[] = [];
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'undertone-stopping-'));
});
afterEach(async () => {
  for (const { child } of programs.splice(0)) child.kill('SIGKILL');
  await rm(dataDir, { recursive: true });
});

async function startServer(environment: Record<string, string> = {}): Promise<Program & { port: number }> {
  const program = runProgram('main.ts', ['--no-page'], {
    environment: {
      UNDERTONE_PORT: '0',
      UNDERTONE_MODELS_DIR: fixtureModelsDir,
      UNDERTONE_DATA_DIR: dataDir,
      UNDERTONE_PROCESSES: '1',
      UNDERTONE_MAX_WAIT_MS: '600000',
      UNDERTONE_LOG_LEVEL: 'info',
      ...environment,
    },
  });
  programs.push(program);
  const port = await vi.waitFor(() => {
    const address = /^http:\/\/localhost:(\d+)/.exec(program.written.stdout);
    if (!address) throw new Error(`No address yet. ${program.written.stderr}`);
    return Number(address[1]);
  }, patience);
  await vi.waitFor(async () => expect((await ask(port, '/v1/health')).status).toBe(200), patience);
  return { ...program, port };
}

type Outcome = 'answered' | 'refused' | 'unreached' | 'lost';

/** One reading over the agent; `unreached` where nothing came back, `lost` where something else did than an answer. */
function read(port: number, agent: Agent, text: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        path: '/v1/analyze',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => resolve('lost'));
        response.on('end', () => {
          const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
          if (response.statusCode === 200) return resolve(analysis.parse(body).label ? 'answered' : 'lost');
          const isStopping =
            typeof body === 'object' && body !== null && 'code' in body && body.code === 'server-stopping';
          resolve(isStopping && response.headers.connection === 'close' ? 'refused' : 'lost');
        });
      },
    );
    // The door may be shut before the server has seen who stands there.
    outgoing.on('error', () => resolve('unreached'));
    outgoing.end(JSON.stringify({ text }));
  });
}

describe('a server that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'under load loses no request that it let in, by %s',
    async (signal) => {
      const server = await startServer();
      const agents = Array.from({ length: 8 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
      const outcomes: Outcome[] = [];
      const ended = new AbortController();
      const callers = agents.map(async (agent, place) => {
        while (!ended.signal.aborted) {
          const outcome = await read(server.port, agent, place === 0 ? longText : shortText);
          outcomes.push(outcome);
          if (outcome === 'unreached') await new Promise((resolve) => setTimeout(resolve, 5));
        }
      });
      await vi.waitFor(() => expect(outcomes.length).toBeGreaterThan(40), patience);
      server.child.kill(signal);
      const before = outcomes.length;
      const exit = await server.ended;
      ended.abort();
      await Promise.all(callers);
      for (const agent of agents) agent.destroy();
      expect(exit).toBe(0);
      const count = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length;
      const logged = (status: number): number =>
        server.written.stderr.match(new RegExp(`"route":"/v1/analyze","status":${status}`, 'g'))?.length ?? 0;
      // All that the server saw has been answered, and has arrived.
      expect(count('lost')).toBe(0);
      expect(logged(499)).toBe(0);
      expect(count('answered')).toBe(logged(200));
      expect(count('refused')).toBe(logged(503));
      expect(outcomes.slice(before)).toContain('answered');
    },
  );

  it('is not ready from then on, while what is open goes on and health is told', async () => {
    const lifecycle = createLifecycle();
    const inference = createFixturePool();
    await inference.start();
    const { app } = await createFixtureServer({
      inference,
      lifecycle,
      settings: { maxTextCharacters: veryLongText.length },
    });
    const port = await listenOnLoopback(app);
    expect((await ask(port, '/readyz')).status).toBe(200);

    lifecycle.beginDraining();
    expect((await ask(port, '/readyz')).status).toBe(503);
    const late = await post(port, '/v1/analyze', { text: shortText }, { connection: 'keep-alive' });
    expect([late.status, late.headers.connection]).toEqual([200, 'close']);

    const open = post(port, '/v1/analyze', { text: veryLongText });
    await vi.waitFor(() => expect(lifecycle.openRequests).toBe(1), { ...patience, interval: 5 });
    lifecycle.beginRefusing();
    const refused = await post(port, '/v1/analyze', { text: shortText });
    expect(refused.status).toBe(503);
    expect(JSON.parse(refused.body.toString())).toMatchObject({ code: 'server-stopping' });
    expect(refused.headers).toMatchObject({ connection: 'close', 'retry-after': '2' });
    expect((await ask(port, '/livez')).status).toBe(200);
    expect((await open).status).toBe(200);
    await lifecycle.idle();
    await app.close();
    inference.dispose();
  });

  it('does not wait for a request longer than it has time, and says that it left one', async () => {
    const lifecycle = createLifecycle();
    lifecycle.open();
    const close = vi.fn(async () => undefined);
    const left = await shutDown(
      {
        lifecycle,
        budgetMs: 50,
        handJobsBack: () => Promise.reject(new Error('gone')),
        close,
        release: () => new Promise(() => undefined),
      },
      true,
    );
    expect(left).toBe(1);
    expect(close).toHaveBeenCalledOnce();
  });

  it('hands back its jobs once nothing new comes, and closes when the last request is through', async () => {
    const lifecycle = createLifecycle();
    const end = lifecycle.open();
    const order: string[] = [];
    const done = shutDown(
      {
        lifecycle,
        budgetMs: 60_000,
        handJobsBack: async () => void order.push(`jobs ${lifecycle.refusing.aborted}`),
        close: async () => void order.push(`close ${lifecycle.openRequests}`),
        release: async () => void order.push('release'),
      },
      false,
    );
    await vi.waitFor(() => expect(order).toEqual(['jobs true']));
    end();
    end();
    expect(await done).toBe(0);
    expect(order).toEqual(['jobs true', 'close 0', 'release']);
  });

  it('ends at once at the second signal', async () => {
    const server = await startServer({ UNDERTONE_DRAIN_SECONDS: '600' });
    const open = post(server.port, '/v1/analyze', { text: longText.repeat(20) }).catch(() => undefined);
    await ask(server.port, '/v1/health');
    server.child.kill('SIGTERM');
    await vi.waitFor(async () => expect((await ask(server.port, '/readyz')).status).toBe(503), patience);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(130);
    await open;
  });
});
