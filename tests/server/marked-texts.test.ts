import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jobStatus } from '#core/contracts/jobs';
import { createMetrics } from '../../server/services/telemetry/metrics.ts';
import { ask, post } from './ask.ts';
import type { Answer, Question } from './ask.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import { dumpOf, monitorRedis, startRedis } from './redis-server.ts';
import { runProgram } from './run-program.ts';

const patience = { timeout: 100_000, interval: 100 };
const mark = 'Zanzibarquill';
const markedText = `The ${mark} was lovely, but the ${mark.toLowerCase()} service was slow.`;
const markedGerman = `Das ${mark} war leider sehr kalt und niemand wollte uns heute weiterhelfen.`;
const json = { 'content-type': 'application/json' };

/** However a mark may be written down: as it is, in an address, in UTF-16, in base64 at any of its three places. */
const traces = [mark, mark.toLowerCase(), mark.toUpperCase()].flatMap((word) => [
  Buffer.from(word),
  Buffer.from(word, 'utf16le'),
  ...[0, 1, 2].map((before) => {
    const coded = Buffer.from('.'.repeat(before) + word).toString('base64');
    // Only the characters that hold nothing but the word.
    return Buffer.from(coded.slice(before === 0 ? 0 : 4, 16));
  }),
]);

function expectNoMark(where: string, bytes: Buffer): void {
  for (const each of traces) expect(bytes.includes(each), `${where} holds ${each.toString()}`).toBe(false);
}

type Sent = readonly [path: string, question: Question];

const feedback = (more: object): string =>
  JSON.stringify({
    resultId: mark,
    model: { name: 'Undertone', version: '1', sha256: 'a' },
    predicted: { label: 'positive', confidence: 0.9 },
    corrected: { label: 'negative' },
    text: markedText,
    consent: { storeText: true, train: true },
    ...more,
  });

const jobHeaders = { 'idempotency-key': `${mark} 1` };

/** Every route with a text, and with one in every place where none belongs. */
const requests: readonly Sent[] = [
  ...(['/v1/analyze', '/api/analyze'] as const).flatMap((path): Sent[] => [
    [path, { method: 'POST', headers: json, body: JSON.stringify({ text: markedText }) }],
    [path, { method: 'POST', headers: json, body: JSON.stringify({ text: markedGerman }) }],
    [path, { method: 'POST', headers: json, body: JSON.stringify({ [mark]: mark, text: 5 }) }],
    [path, { method: 'POST', headers: json, body: `{"text": ${mark}` }],
    [path, { method: 'POST', headers: json, body: JSON.stringify({ text: `${mark} `.repeat(30_000) }) }],
    [path, { method: 'POST', headers: { 'content-type': mark }, body: mark }],
    [path, { method: 'POST', headers: { ...json, 'content-encoding': mark }, body: mark }],
    [path, { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: mark }],
    [path, { method: 'POST', headers: { ...json, authorization: `Bearer ${mark}` }, body: '{}' }],
    [path, { method: 'POST', headers: { ...json, 'x-request-id': `the ${mark}` }, body: '{}' }],
    [path, { method: 'POST', headers: { ...json, prefer: mark, traceparent: mark }, body: '{}' }],
    [`${path}?text=${mark}`, {}],
    [`${path}/${mark}`, {}],
  ]),
  [
    '/v1/analyze',
    { method: 'POST', headers: json, body: JSON.stringify({ text: markedText, aspects: [mark] }) },
  ],
  [
    '/v1/analyze/batch',
    {
      method: 'POST',
      headers: { ...json, accept: 'application/x-ndjson' },
      body: JSON.stringify({
        items: [{ id: mark, text: markedText }, { text: markedGerman }, { text: ' ' }],
      }),
    },
  ],
  [
    '/v1/analyze/batch',
    { method: 'POST', headers: json, body: JSON.stringify({ items: [{ [mark]: mark }] }) },
  ],
  [
    '/v1/jobs',
    {
      method: 'POST',
      headers: { ...json, ...jobHeaders },
      body: JSON.stringify({ items: [{ id: mark, text: markedText }, { text: markedGerman }] }),
    },
  ],
  [
    '/v1/jobs',
    {
      method: 'POST',
      headers: { ...json, ...jobHeaders },
      body: JSON.stringify({ items: [{ text: mark }] }),
    },
  ],
  [
    '/v1/jobs',
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': '2' },
      body: `{"text": ${mark}\n`,
    },
  ],
  [
    '/v1/jobs?textColumn=' + mark,
    {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'idempotency-key': '3' },
      body: `${mark},b\n${mark},${mark}\n`,
    },
  ],
  [
    '/v1/jobs?textColumn=none',
    {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'idempotency-key': '4' },
      body: `a,b\n${mark},${mark}\n`,
    },
  ],
  ['/v1/jobs', { method: 'POST', headers: json, body: mark }],
  [`/v1/jobs/${mark}`, {}],
  [`/v1/jobs/${mark}/events`, {}],
  [`/v1/jobs/${mark}/results?cursor=${mark}`, {}],
  [`/v1/jobs/${mark}`, { method: 'DELETE' }],
  ['/v1/feedback', { method: 'POST', headers: json, body: feedback({}) }],
  [
    '/v1/feedback',
    { method: 'POST', headers: json, body: feedback({ consent: { storeText: false, train: false } }) },
  ],
  ['/v1/feedback', { method: 'POST', headers: json, body: feedback({ [mark]: mark }) }],
  [`/v1/feedback/${mark}`, { method: 'DELETE', headers: { 'x-feedback-receipt': mark } }],
  [`/v1/feedback?model=${mark}`, {}],
  [`/v1/models/${mark}`, {}],
  [`/v1/capabilities?a=${mark}`, {}],
  [`/v1/health?a=${mark}`, {}],
  [`/readyz?a=${mark}`, {}],
  [`/openapi.json?a=${mark}`, {}],
  [`/docs/${mark}`, {}],
  [`/problems/${mark}`, {}],
  [`/${mark}?text=${mark}`, {}],
  [`/assets/${mark}.js`, {}],
  [`/%zz${mark}`, {}],
  ['/', { headers: { host: `${mark} ${mark}`, referer: `http://localhost/${mark}`, 'user-agent': mark } }],
  ['/', { headers: { 'x-long': mark.repeat(1000) } }],
];

/** Asks everything, reads the job that came of it to its end, and shows that no refusal repeats the mark. */
async function askEverything(port: number): Promise<void> {
  await vi.waitFor(async () => expect((await ask(port, '/v1/health')).status).toBe(200), patience);
  const answers: Answer[] = [];
  for (const [path, question] of requests) answers.push(await ask(port, path, question));
  const packed = gzipSync(JSON.stringify({ text: markedText }));
  answers.push(
    await ask(port, '/v1/analyze', {
      method: 'POST',
      headers: { ...json, 'content-encoding': 'gzip' },
      body: packed,
    }),
  );
  // Its own columns are named to the one who asked for another, and to nobody else.
  const noColumn = await ask(port, '/v1/jobs?textColumn=none', {
    method: 'POST',
    headers: { 'content-type': 'text/csv; header=present', 'idempotency-key': '5' },
    body: `${mark},b\nGood,bad\n`,
  });
  expect(JSON.parse(noColumn.body.toString())).toMatchObject({ details: { columns: [mark, 'b'] } });
  const refusals = answers.filter(({ status }) => status >= 400);
  const read = answers.filter(({ status }) => status < 300);
  expect(refusals.length).toBeGreaterThan(40);
  expect(read.length).toBeGreaterThan(8);
  for (const { status, body, headers } of refusals) {
    expectNoMark(`An answer of ${status}`, Buffer.concat([body, Buffer.from(JSON.stringify(headers))]));
  }
  const again = await post(port, '/v1/jobs', { items: [{ text: markedText }] }, { 'idempotency-key': mark });
  const { id } = jobStatus.parse(JSON.parse(again.body.toString()));
  await vi.waitFor(async () => {
    const job = jobStatus.parse(JSON.parse((await ask(port, `/v1/jobs/${id}`)).body.toString()));
    expect(job.state).toBe('succeeded');
  }, patience);
  expect((await ask(port, `/v1/jobs/${id}/results`)).status).toBe(200);
}

async function bytesIn(dir: string): Promise<Map<string, Buffer>> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(files.map(async (path) => [path, await readFile(path)] as const)));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  await once(request, 'end');
  return Buffer.concat(chunks);
}

/** Where a server keeps things instead of in its folder, and everything that is in it and was ever sent there. */
interface Elsewhere {
  readonly name: string;
  readonly environment: Record<string, string>;
  readonly read: () => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

async function openRedis(): Promise<Elsewhere> {
  // Dumps of small lists and hashes are packed unless they are told not to be.
  const redis = await startRedis({ rdbcompression: 'no' });
  const asked: Buffer[] = [];
  const monitor = await monitorRedis(redis, (text) => void asked.push(Buffer.from(text, 'latin1')));
  return {
    name: 'Redis',
    environment: {
      UNDERTONE_REDIS_URL: redis.url,
      UNDERTONE_SECRET: 'a secret of the test, long enough for it',
    },
    async read() {
      const kept = await dumpOf(redis);
      expect(kept.toString('latin1')).toMatch(
        /undertone:job:.*undertone:feedback:|undertone:feedback:.*undertone:job:/s,
      );
      return Buffer.concat([kept, ...asked]);
    },
    async close() {
      monitor.destroy();
      await redis.close();
    },
  };
}

const places: readonly { name: string; open: () => Promise<Elsewhere | null> }[] = [
  { name: 'in its folder', open: async () => null },
  { name: 'in Redis', open: openRedis },
];

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'undertone-marked-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

describe.each(places)('a server that keeps things $name', ({ open }) => {
  it('leaves no word of any text in its log, its traces and what it keeps', async () => {
    const elsewhere = await open();
    const traced: Buffer[] = [];
    const collector = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        traced.push(body);
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const address = collector.address();
    const collectorPort = typeof address === 'object' && address !== null ? address.port : 0;
    const server = runProgram('main.ts', [], {
      environment: {
        UNDERTONE_PORT: '0',
        UNDERTONE_MODELS_DIR: fixtureModelsDir,
        UNDERTONE_DATA_DIR: dataDir,
        UNDERTONE_MAX_TEXT_CHARACTERS: '60000',
        UNDERTONE_LOG_LEVEL: 'info',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collectorPort}`,
        ...elsewhere?.environment,
      },
    });
    try {
      const port = await vi.waitFor(() => {
        const found = /^http:\/\/localhost:(\d+)/.exec(server.written.stdout);
        if (!found) throw new Error(`No address yet. ${server.written.stderr}`);
        return Number(found[1]);
      }, patience);
      await askEverything(port);
      const kept = await bytesIn(dataDir);
      const names = [...kept.keys()].join(' ');
      if (elsewhere === null) expect(names).toMatch(/undertone\.db.*wal|wal.*undertone\.db/);
      else expect(names).not.toContain('undertone.db');
      server.child.kill('SIGINT');
      expect(await server.ended).toBe(0);
      for (const [path, bytes] of [...kept, ...(await bytesIn(dataDir))]) expectNoMark(path, bytes);
      if (elsewhere !== null) expectNoMark(elsewhere.name, await elsewhere.read());
      const log = server.written.stdout + server.written.stderr;
      expect(log.match(/"route"/g)?.length).toBeGreaterThan(40);
      expectNoMark('The log', Buffer.from(log));
      expect(traced.length).toBeGreaterThan(0);
      for (const spans of traced) expectNoMark('A trace', spans);
    } finally {
      server.child.kill('SIGKILL');
      collector.closeAllConnections();
      collector.close();
      await elsewhere?.close();
    }
  });
});

describe('a server that logs all that it can', () => {
  it('logs no word of any text, and counts none', async () => {
    let log = '';
    const metrics = createMetrics();
    const server = await createFixtureServer({
      metrics,
      logger: { level: 'trace', stream: { write: (line: string) => void (log += line) } },
    });
    void server.deps.inference.start();
    await askEverything(await listenOnLoopback(server.app));
    const figures = (await metrics.render()).body;
    await server.close();
    expect(log.match(/"route"/g)?.length).toBeGreaterThan(40);
    expectNoMark('The log', Buffer.from(log));
    expect(figures).toContain('undertone_http_request_duration_seconds');
    expectNoMark('The figures', Buffer.from(figures));
  });
});

describe('the search for the mark', () => {
  it('finds it however it is written down', () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const said = `${before}${mark} after`;
      for (const bytes of [
        Buffer.from(said),
        Buffer.from(said.toUpperCase()),
        Buffer.from(said, 'utf16le'),
        Buffer.from(Buffer.from(said).toString('base64')),
        Buffer.from(Buffer.from(said).toString('base64url')),
      ]) {
        expect(() => expectNoMark('This', bytes)).toThrow('holds');
      }
    }
    expectNoMark('This', Buffer.from('Nothing of it.'));
  });
});
