/** What is refused in the midst of its body must not stand in the way of what comes behind it on the same connection. */
import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InferencePool } from '../../server/services/inference/pool.ts';
import { ask } from './ask.ts';
import { createFixturePool } from './fixture-pool.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import { until } from './until.ts';

let engine: InferencePool;
let app: FastifyInstance;
let port = 0;
const logged: string[] = [];

beforeAll(async () => {
  engine = createFixturePool();
  const stream = { write: (line: string) => void logged.push(line) };
  ({ app } = await createFixtureServer({ inference: engine, logger: { level: 'info', stream } }));
  port = await listenOnLoopback(app);
  await engine.start();
});
afterAll(async () => {
  await app.close();
  engine.dispose();
});

const rest = 4 * 1024 * 1024;
const linesBehind = `${JSON.stringify({ text: 'The soup was good.' })}\n`.repeat(rest / 32);
const cellsBehind = 'The soup was good.\n'.repeat(rest / 19);

it.each([
  ['lines', 400, 'application/x-ndjson', `{"text": "a"}\nno row\n${linesBehind}`, {}],
  ['items', 400, 'application/json', `{"items": [{"text": "a"}, no row${' '.repeat(rest)}`, {}],
  ['a table', 400, 'text/csv', `text\n${cellsBehind}`, { column: '9' }],
  ['too many rows', 413, 'text/csv', gzipSync(`text\n${'a\n'.repeat(rest)}`), { encoding: 'gzip' }],
  ['another type', 415, 'text/xml', 'a'.repeat(rest), {}],
])(
  '%s are refused, and the next request of the caller is answered',
  async (name, status, type, body, more) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { column, encoding }: { column?: string; encoding?: string } = more;
    const refused = await ask(port, `/v1/jobs${column === undefined ? '' : `?textColumn=${column}`}`, {
      method: 'POST',
      headers: {
        'content-type': type,
        'idempotency-key': name,
        ...(encoding !== undefined && { 'content-encoding': encoding }),
      },
      body,
      agent,
    });
    expect(refused.status).toBe(status);
    const answers = [await ask(port, '/livez', { agent }), await ask(port, '/livez', { agent })];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    agent.destroy();
  },
);

it('leaves a connection open where there was no body, or all of it was read', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const json = { 'content-type': 'application/json' };
  const answers = [
    await ask(port, '/nowhere', { agent }),
    await ask(port, '/v1/analyze', { agent, method: 'POST', headers: json, body: '{"text": 5}' }),
  ];
  expect(answers.map(({ status, headers }) => [status, headers.connection])).toEqual([
    [404, 'keep-alive'],
    [400, 'keep-alive'],
  ]);
  agent.destroy();
});

it('has a caller who leaves in the midst of it noted as such, and not as a failure', async () => {
  const headers = {
    'content-type': 'application/x-ndjson',
    'content-length': String(linesBehind.length),
    'idempotency-key': 'leaving',
  };
  const leaving = request({ host: '127.0.0.1', port, path: '/v1/jobs', method: 'POST', headers });
  leaving.on('error', () => undefined);
  await new Promise((resolve) => leaving.write(linesBehind.slice(0, rest / 4), resolve));
  leaving.destroy();
  await until(() => expect(logged.join('')).toContain('"status":499'));
  // What became of it in the store is settled before another upload under its key is taken.
  const again = { method: 'POST', headers: { ...headers, 'content-length': '13' }, body: '{"text": "a"}' };
  await until(async () => expect((await ask(port, '/v1/jobs', again)).status).toBe(202));
  expect(logged.join('')).not.toContain('"level":50');
});
