import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/contracts/analysis';
import { problem } from '#core/contracts/problem';
import { answerErrors } from '../../server/plugins/errors.ts';
import { endSlowBodies } from '../../server/plugins/slow-bodies.ts';
import type { InferencePool } from '../../server/services/inference/pool.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import { createFixturePool } from './fixture-pool.ts';
import { shortText } from './texts.ts';

const maxTextCharacters = 60_000;
const json = { 'content-type': 'application/json' };
const ndjson = { 'content-type': 'application/x-ndjson' };

let inference: InferencePool;
let app: FastifyInstance;
let port: number;

beforeAll(async () => {
  inference = createFixturePool();
  await inference.start();
  ({ app } = await createFixtureServer({
    inference,
    settings: { maxTextCharacters, corsOrigins: ['https://app.example', 'https://other.example:8443'] },
  }));
  port = await listenOnLoopback(app);
});
afterAll(async () => {
  await app.close();
  inference.dispose();
});

const post = (url: string, payload: string | Buffer, headers: Record<string, string> = json) =>
  app.inject({ method: 'POST', url, headers, payload });

/** Sends what is given and reads until the other side ends. */
async function exchange(sent: string, to = port): Promise<string> {
  const socket = connect(to, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  socket.on('error', () => undefined);
  socket.write(sent);
  await once(socket, 'close');
  return received;
}

const problemIn = (answer: string) => problem.parse(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))));

describe('a body', () => {
  it.each([
    ['/v1/analyze', maxTextCharacters * 6 + 65_536],
    ['/v1/analyze/batch', 4 * 1024 * 1024],
    ['/v1/feedback', 512 * 1024],
  ])('of %s is bounded, and the bound is named', async (url, limit) => {
    const tooLarge = await post(url, `"${'a'.repeat(limit)}"`);
    expect(tooLarge.statusCode).toBe(413);
    expect(tooLarge.json()).toMatchObject({ code: 'body-too-large', details: { limit, unit: 'bytes' } });
    const fits = await post(url, `"${'a'.repeat(limit - 2)}"`);
    expect(fits.json()).toMatchObject({ code: 'input-invalid', status: 400 });
  });

  it('of the older contract is bounded too', async () => {
    const answer = await post('/api/analyze', 'a'.repeat(maxTextCharacters * 7 + 65_536));
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toEqual({ error: expect.any(String) });
  });

  it.each([
    ['gzip', gzipSync],
    ['GZip', gzipSync],
    ['x-gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['identity', (body: string) => Buffer.from(body)],
  ])('may come as %s', async (encoding, compress) => {
    const headers = { ...json, 'content-encoding': encoding };
    const answer = await post('/v1/analyze', compress(JSON.stringify({ text: shortText })), headers);
    expect(analysis.parse(answer.json()).input.characters).toBe(shortText.length);
    const job = await post('/v1/jobs', compress(JSON.stringify({ text: shortText })), {
      ...ndjson,
      'content-encoding': encoding,
      'idempotency-key': encoding,
    });
    expect(job.json()).toMatchObject({ progress: { total: 1 } });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('is bounded by what comes out of it, as %s', async (encoding, compress) => {
    const headers = { ...json, 'content-encoding': encoding };
    const bomb = compress(Buffer.alloc(64 * 1024 * 1024, 'a'));
    expect(bomb.length).toBeLessThan(80_000);
    for (const url of ['/v1/analyze', '/v1/analyze/batch', '/v1/feedback']) {
      const answer = await post(url, bomb, headers);
      expect(answer.json()).toMatchObject({ code: 'body-too-large', status: 413 });
    }
    const job = await post('/v1/jobs', bomb, {
      ...headers,
      ...ndjson,
      'idempotency-key': `bomb ${encoding}`,
    });
    // A row of it is too long before the whole is.
    expect([400, 413]).toContain(job.statusCode);
  });

  it.each([
    ['gzip', 'plain words', 400],
    ['gzip', gzipSync('{"text": "cut"}').subarray(0, 20), 400],
    ['zstd', '{}', 415],
    ['gzip, gzip', '{}', 415],
  ])('is refused where it is no %s', async (encoding, payload, status) => {
    const asked = { 'content-encoding': encoding, 'idempotency-key': encoding };
    for (const [url, type] of [
      ['/v1/analyze', json],
      ['/v1/jobs', ndjson],
    ] as const) {
      const answer = await post(url, payload, { ...type, ...asked });
      expect(answer.statusCode).toBe(status);
      expect(answer.json()).toMatchObject({
        code: status === 415 ? 'media-type-unsupported' : 'input-invalid',
      });
      if (status === 400) {
        expect(answer.json()).toMatchObject({
          details: { header: 'content-encoding', faults: [{ pointer: '', fault: 'not-in-this-encoding' }] },
        });
      }
      expect(answer.body).not.toMatch(/plain|cut|zstd/);
    }
  });

  it.each([
    ['utf-8', 'utf8', 200, undefined],
    ['"UTF-8"', 'utf8', 200, undefined],
    ['utf8', 'utf8', 200, undefined],
    ['us-ascii', 'utf8', 200, undefined],
    ['iso-8859-1', 'latin1', 415, { parameter: 'charset', accepted: ['utf-8', 'utf8', 'us-ascii'] }],
    ['utf-16le', 'utf16le', 415, { parameter: 'charset', accepted: ['utf-8', 'utf8', 'us-ascii'] }],
    [undefined, 'latin1', 400, { faults: [{ pointer: '', fault: 'not-utf-8' }] }],
    ['utf-8', 'latin1', 400, { faults: [{ pointer: '', fault: 'not-utf-8' }] }],
  ] as const)(
    'of JSON in %s, written in %s, is answered with %i',
    async (charset, encoding, status, details) => {
      const type = charset === undefined ? 'application/json' : `application/json; charset=${charset}`;
      const body = Buffer.from('{"text": "A lovely café."}', encoding);
      for (const url of ['/v1/analyze', '/api/analyze']) {
        const answer = await post(url, body, { 'content-type': type });
        expect(answer.statusCode).toBe(status);
        if (url === '/v1/analyze' && status !== 200) expect(answer.json()).toMatchObject({ details });
      }
    },
  );

  it('that does not arrive in time is not waited for', async () => {
    const own = Fastify();
    answerErrors(own, '/');
    endSlowBodies(own, 1000);
    own.post('/', { config: { scope: 'public' } }, () => 'arrived');
    const to = await listenOnLoopback(own);
    const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    const dripping = connect(to, '127.0.0.1').on('error', () => undefined);
    const hasClosed = once(dripping.resume(), 'close');
    dripping.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    const drip = setInterval(() => void dripping.write('1\r\n \r\n'), 10);
    const slow = await exchange(`${head}Content-Length: 100\r\n\r\n{"a private`, to);
    expect(slow).toMatch(/^HTTP\/1\.1 408 /);
    expect(problemIn(slow).status).toBe(408);
    expect(slow).not.toContain('private');
    await hasClosed;
    clearInterval(drip);
    const quick = await exchange(`${head}Connection: close\r\nContent-Length: 2\r\n\r\n{}`, to);
    expect(quick).toMatch(/^HTTP\/1\.1 200 /);
    await own.close();
  });
});

describe('a head', () => {
  const lines = 'GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';

  it('of 8 kB at the most is read', async () => {
    expect(await exchange(`${lines}X-Long: ${'a'.repeat(7000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
    const answer = await exchange(`${lines}X-Long: ${'private'.repeat(1200)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('x-content-type-options: nosniff');
    expect(problemIn(answer)).toMatchObject({ code: 'input-invalid', status: 431 });
    expect(answer).not.toContain('private');
  });

  it('that is no HTTP is told so, and nothing of it', async () => {
    const answer = await exchange('private words\r\n\r\n');
    expect(problemIn(answer)).toMatchObject({ code: 'input-invalid', status: 400 });
    expect(answer).not.toContain('private');
  });

  it.each([
    ['no host', ''],
    ['two hosts', 'Host: localhost\r\nHost: localhost\r\n'],
    ['two hosts that differ', 'Host: localhost\r\nhOST: private.example\r\n'],
    ['a host that is none', 'Host: private words\r\n'],
  ])('with %s is refused like anything else', async (_what, hosts) => {
    for (const path of ['/livez', '/v1/models']) {
      const answer = await exchange(`GET ${path} HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toMatch(/^x-content-type-options: nosniff\r$/m);
      expect(answer).toMatch(/^content-security-policy: default-src 'none'/m);
      expect(problemIn(answer)).toMatchObject({ code: 'input-invalid', details: { header: 'host' } });
      expect(answer).not.toContain('private');
    }
  });

  it('with an expectation that nobody knows is answered as without it', async () => {
    const answer = await exchange(`${lines}Expect: private words\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toMatch(/^x-content-type-options: nosniff\r$/m);
    const none = await exchange(`${lines.replace('livez', 'v1/none')}Expect: private words\r\n\r\n`);
    expect(problemIn(none)).toMatchObject({ code: 'not-found' });
  });

  it('has a time to arrive, as a whole request has', () => {
    const { headersTimeout, requestTimeout, maxConnections } = app.server;
    expect(headersTimeout).toBeLessThanOrEqual(15_000);
    expect(requestTimeout).toBeLessThanOrEqual(600_000);
    expect(maxConnections).toBeLessThanOrEqual(10_000);
  });
});

describe('the name of a request', () => {
  it.each(['4bf92f35-77b3-4da6-a3ce-929d0e0e4736', 'order_7.retry-2', 'a'.repeat(64)])(
    'is the caller’s where it is a plain token: %s',
    async (id) => {
      const answer = await app.inject({ url: '/v1/models/none', headers: { 'x-request-id': id } });
      expect(answer.headers['x-request-id']).toBe(id);
      expect(problem.parse(answer.json()).instance).toMatch(new RegExp(`^(urn:uuid:)?${id}$`));
    },
  );

  it.each(['', 'two words', 'a'.repeat(65), '{"a":1}', '../up', 'é'])(
    'is a new one instead of %j',
    async (id) => {
      const answer = await app.inject({ url: '/livez', headers: { 'x-request-id': id } });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    },
  );
});

describe('a page from elsewhere', () => {
  const preflight = (url: string, origin: string) =>
    app.inject({
      method: 'OPTIONS',
      url,
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key,if-none-match',
      },
    });

  it.each(['/v1/analyze', '/v1/analyze/batch', '/api/analyze', '/v1/jobs'])(
    'of the list may ask %s and read what it needs',
    async (url) => {
      const allowed = await preflight(url, 'https://app.example');
      expect(allowed.statusCode).toBe(204);
      expect(allowed.headers['access-control-allow-origin']).toBe('https://app.example');
      const sendable = String(allowed.headers['access-control-allow-headers']).split(', ');
      expect(sendable).toEqual(expect.arrayContaining(['authorization', 'idempotency-key', 'if-none-match']));
      expect(allowed.headers['access-control-allow-credentials']).toBeUndefined();
      const answer = await post(url, '{}', { ...json, origin: 'https://other.example:8443' });
      expect(answer.headers['access-control-allow-origin']).toBe('https://other.example:8443');
      expect(answer.headers['access-control-expose-headers']).toMatch(/ratelimit.*retry-after.*x-request-id/);
      expect(answer.headers['vary']).toMatch(/origin/i);
    },
  );

  it('of the list reads why it is refused, and goes through results page by page', async () => {
    const headers = { ...json, origin: 'https://app.example' };
    const refused = await post('/v1/analyze', '{}', { ...headers, authorization: 'Bearer nobody' });
    expect(refused.statusCode).toBe(401);
    expect(refused.headers['access-control-allow-origin']).toBe('https://app.example');
    expect(refused.headers['vary']).toMatch(/origin/i);
    const exposed = String(refused.headers['access-control-expose-headers']).split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['etag', 'link', 'retry-after', 'x-next-cursor']));
    expect((await app.inject({ url: '/livez', headers })).headers['vary']).toBe('Origin');
  });

  it.each(['https://evil.example', 'http://app.example', 'https://app.example.evil', 'null'])(
    'of %s may not',
    async (origin) => {
      expect((await preflight('/v1/analyze', origin)).headers['access-control-allow-origin']).toBeUndefined();
      const answer = await post('/v1/analyze', '{}', { ...json, origin });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('is allowed nothing where there is no list', async () => {
    const { app: closed } = await createFixtureServer({ inference });
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    for (const url of ['/v1/analyze', '/api/analyze']) {
      const answer = await closed.inject({ method: 'OPTIONS', url, headers });
      expect(answer.statusCode).toBe(405);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    await closed.close();
  });
});

describe('every answer', () => {
  it('says that it is not to be sniffed, framed or kept', async () => {
    for (const answer of [
      await app.inject('/livez'),
      await app.inject('/nowhere'),
      await post('/v1/analyze', ''),
    ]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(answer.headers['strict-transport-security']).toBeUndefined();
      expect(answer.headers['server'] ?? answer.headers['x-powered-by']).toBeUndefined();
    }
  });
});
