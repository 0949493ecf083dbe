import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { analysis } from '#core/contracts/analysis';
import { ask, post } from './ask.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { runProgram } from './run-program.ts';
import type { Program } from './run-program.ts';
import { longText } from './texts.ts';

const patience = { timeout: 100_000, interval: 50 };
const programs: Program[] = [];
const dataDir = mkdtempSync(join(tmpdir(), 'undertone-main-'));

afterEach(() => {
  for (const { child } of programs.splice(0)) child.kill('SIGKILL');
});

afterAll(() => rmSync(dataDir, { recursive: true }));

function startServer(environment: Record<string, string> = {}): Program {
  const program = runProgram('main.ts', [], {
    environment: {
      UNDERTONE_PORT: '0',
      UNDERTONE_METRICS_PORT: '0',
      UNDERTONE_MODELS_DIR: fixtureModelsDir,
      UNDERTONE_DATA_DIR: dataDir,
      ...environment,
    },
  });
  programs.push(program);
  return program;
}

async function portOf({ written }: Program): Promise<number> {
  return vi.waitFor(() => {
    const address = /^http:\/\/localhost:(\d+)/.exec(written.stdout);
    if (!address) throw new Error(`No address yet. ${written.stderr}`);
    return Number(address[1]);
  }, patience);
}

describe('the server process', () => {
  it('prints where to open the page, reads texts, and ends on a signal', async () => {
    const server = startServer();
    const port = await portOf(server);
    expect(server.written.stdout).toBe(`http://localhost:${port}\n`);
    const answer = await post(port, '/v1/analyze', { text: 'A lovely day.' });
    expect(analysis.parse(JSON.parse(answer.body.toString())).engine.where).toBe('server');
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('finishes what it was asked before the signal', async () => {
    const server = startServer();
    const port = await portOf(server);
    await vi.waitFor(async () => expect((await ask(port, '/v1/health')).status).toBe(200), patience);
    const open = post(port, '/v1/analyze', { text: longText }, { connection: 'keep-alive' });
    // The next answer shows that the long text has arrived before the signal does.
    await ask(port, '/v1/health');
    server.child.kill('SIGTERM');
    expect((await open).status).toBe(200);
    expect(await server.ended).toBe(0);
  });

  it('serves under a base path and says so, and which variable does nothing', async () => {
    const server = startServer({ UNDERTONE_BASE_PATH: '/tone/', UNDERTONE_BASE: '/other/' });
    const port = await portOf(server);
    expect(server.written.stderr).toContain(
      'UNDERTONE_BASE is no variable of this server, and does nothing.\n',
    );
    expect(server.written.stdout).toBe(`http://localhost:${port}/tone/\n`);
    expect((await ask(port, '/tone/v1/analyze')).status).toBe(405);
    expect((await post(port, '/tone/v1/analyze', {})).status).toBe(400);
  });

  it('goes on serving when there is no model, and says why texts cannot be read', async () => {
    const modelsDir = join(dataDir, 'no-models');
    mkdirSync(modelsDir);
    copyFileSync(join(fixtureModelsDir, 'registry.json'), join(modelsDir, 'registry.json'));
    const server = startServer({ UNDERTONE_MODELS_DIR: modelsDir });
    const port = await portOf(server);
    await vi.waitFor(async () => {
      const health = await ask(port, '/v1/health');
      expect(JSON.parse(health.body.toString())).toMatchObject({ status: 503, code: 'model-unavailable' });
    }, patience);
    expect(server.written.stderr).toContain('model-unavailable');
  });

  it('does not start with a wrong value, and names it', async () => {
    const server = startServer({ UNDERTONE_PORT: 'eighty' });
    expect(await server.ended).toBe(2);
    expect(server.written.stderr).toMatch(/^UNDERTONE_PORT must be a whole number .+\.\n$/);
    expect(server.written.stdout).toBe('');
  });

  it.each([
    ['UNDERTONE_MODELS_DIR', '/nowhere', /must be a folder with registry\.json; \/nowhere has none/],
    ['UNDERTONE_DATA_DIR', import.meta.filename, /must be a folder to write to/],
    ['UNDERTONE_CORS_ORIGINS', 'https://app.example/', /must be origins .+ with no slash/],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', '127.0.0.1:4318', /must be an address such as http:/],
  ])('does not start where %s is %s, and says in a sentence why', async (name, value, why) => {
    const server = startServer({ [name]: value });
    expect(await server.ended).toBe(2);
    expect(server.written.stderr).toMatch(new RegExp(`^${name} ${why.source}.*\\.\n$`));
    expect(server.written.stdout).toBe('');
  });

  it('does not start on a port that is taken, and says so', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const server = startServer({ UNDERTONE_PORT: String(port) });
    expect(await server.ended).toBe(1);
    expect(server.written.stderr).toContain(`Port ${port} is taken.`);
    other.close();
  });
});

describe('the log', () => {
  it('holds no word of any text, however it was sent', async () => {
    const mark = 'Zanzibarquill';
    const server = startServer({ UNDERTONE_LOG_LEVEL: 'info' });
    const port = await portOf(server);
    const headers = { 'content-type': 'application/json' };
    const sent = [
      post(port, '/v1/analyze', { text: `The ${mark} was lovely.` }),
      post(port, '/v1/analyze', {
        text: `Das ${mark} war leider sehr kalt und niemand wollte uns weiterhelfen.`,
      }),
      post(port, '/v1/analyze', { [mark]: mark, text: mark }),
      post(port, '/api/analyze', { text: `The ${mark} was awful.` }),
      post(port, '/api/analyze', { body: mark }),
      ask(port, '/v1/analyze', { method: 'POST', headers, body: `{"text": ${mark}` }),
      ask(port, '/v1/analyze', { method: 'POST', headers: { 'content-type': mark }, body: mark }),
      ask(port, `/v1/analyze?text=${mark}`),
      ask(port, `/?text=${mark}`),
      ask(port, `/${mark}`),
      ask(port, `/assets/${mark}.js`),
      ask(port, `/%zz${mark}`),
      ask(port, '/', { headers: { host: `${mark} ${mark}`, referer: `http://localhost/${mark}` } }),
    ];
    const refusals = (await Promise.all(sent)).filter(({ status }) => status !== 200);
    expect(refusals.length).toBeGreaterThan(5);
    for (const { body } of refusals) expect(body.toString()).not.toContain(mark);
    server.child.kill('SIGTERM');
    await server.ended;
    const log = server.written.stdout + server.written.stderr;
    expect(log.match(/"route"/g)?.length).toBeGreaterThan(5);
    expect(log.toLowerCase()).not.toContain(mark.toLowerCase());
  });
});
