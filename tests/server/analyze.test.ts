import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis, maxTextCharacters } from '#core/contracts/analysis';
import type { Analysis, AnalyzeRequest } from '#core/contracts/analysis';
import { errorFromData } from '#core/contracts/errors';
import { problem as problemSchema } from '#core/contracts/problem';
import type { AnalyzeOptions } from '#core/engine';
import type { WorkOptions } from '../../server/services/inference/inference.ts';
import { InferencePool } from '../../server/services/inference/pool.ts';
import { ask, post } from './ask.ts';
import type { Answer } from './ask.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import { createFixturePool } from './fixture-pool.ts';
import { germanText, longText, shortText } from './texts.ts';

interface Listening {
  app: FastifyInstance;
  port: number;
}

async function listen(inference: InferencePool, basePath = '/'): Promise<Listening> {
  const { app } = await createFixtureServer({ inference, settings: { basePath, maxTextCharacters } });
  return { app, port: await listenOnLoopback(app) };
}

function defer<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const json = ({ body }: Answer): unknown => JSON.parse(body.toString());

let engine: InferencePool;
let server: Listening;

beforeAll(async () => {
  engine = createFixturePool();
  server = await listen(engine, '/tone/');
  await engine.start();
});
afterAll(async () => {
  await server.app.close();
  engine.dispose();
});

const analyze = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  post(server.port, '/tone/v1/analyze', body, headers);
const compat = (body: unknown): Promise<Answer> => post(server.port, '/tone/api/analyze', body);

describe('POST v1/analyze', () => {
  it('answers with an analysis that is not to be kept', async () => {
    const answer = await analyze({ text: shortText, aspects: ['room'] });
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const result = analysis.parse(json(answer));
    expect(result.engine).toEqual({ where: 'server', backend: 'node', threads: 1 });
    expect(result.input.characters).toBe(shortText.length);
    expect(result.aspects?.map(({ term }) => term)).toEqual(['room']);
  });

  it('takes any string of JSON', async () => {
    const answer = await ask(server.port, '/tone/v1/analyze', {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"text": "Fine \\ud83d \\u0000 \\ud83d\\ude00 caf\\u00e9"}',
    });
    expect(analysis.parse(json(answer)).input.characters).toBe('Fine \ud83d \u0000 \u{1F600} café'.length);
  });

  it('compresses a large answer', async () => {
    const answer = await analyze({ text: longText }, { 'accept-encoding': 'gzip' });
    expect(answer.headers['content-encoding']).toBe('gzip');
    const result = analysis.parse(JSON.parse(gunzipSync(answer.body).toString()));
    expect(result.input.characters).toBe(longText.length);
  });

  it.each([
    [422, 'text-blank', { text: ' \n\t ' }],
    [422, 'language-unsupported', { text: germanText }],
    [413, 'text-too-long', { text: 'a'.repeat(maxTextCharacters + 1) }],
    [400, 'input-invalid', {}],
    [400, 'input-invalid', { text: 5 }],
    [400, 'input-invalid', []],
    [400, 'input-invalid', { text: shortText, aspects: [''] }],
    [400, 'input-invalid', { text: shortText, secret: 'told' }],
  ])('answers %i %s where that is due', async (status, code, body) => {
    const answer = await analyze(body);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const problem = json(answer);
    expect(problem).toMatchObject({
      status,
      code,
      type: `/tone/problems/${code}`,
      title: expect.any(String),
    });
    expect(errorFromData(problem).code).toBe(code);
    const explained = await ask(server.port, `/tone/problems/${code}`);
    expect(json(explained)).toMatchObject({ code, status, message: errorFromData(problem).message });
  });

  it('reads another language when asked to', async () => {
    const answer = await analyze({ text: germanText, anyLanguage: true });
    expect(answer.status).toBe(200);
    expect(analysis.parse(json(answer)).language.supported).toBe(false);
  });

  it('points at each fault and repeats nothing of what was sent', async () => {
    const answer = await analyze({ text: 'a private word', aspects: ['fine', 5], 'private name': 1 });
    expect(json(answer)).toMatchObject({
      code: 'input-invalid',
      instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
      details: {
        faults: expect.arrayContaining([{ pointer: '/aspects/1', fault: 'invalid_type' }]),
      },
    });
    expect(answer.body.toString()).not.toContain('private');
  });

  it('says what is missing, and how much there may be', async () => {
    const aspects = Array.from({ length: 100 }, () => 'food');
    expect(json(await analyze({ txt: 'a', aspects }))).toMatchObject({
      details: {
        faults: expect.arrayContaining([
          { pointer: '/text', fault: 'missing' },
          { pointer: '/aspects', fault: 'too_big', limit: expect.any(Number) },
        ]),
      },
    });
  });

  it.each([
    ['application/json', '{"text": "a private word', 400, { faults: [{ pointer: '', fault: 'not-json' }] }],
    ['application/json', '', 400, { faults: [{ pointer: '', fault: 'missing' }] }],
    ['text/plain', '{"text": "a private word"}', 415, { accepted: ['application/json'] }],
    ['application/x-www-form-urlencoded', 'text=private', 415, { accepted: ['application/json'] }],
  ])('refuses %s "%s"', async (type, body, status, details) => {
    const answer = await ask(server.port, '/tone/v1/analyze', {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(answer.status).toBe(status);
    expect(json(answer)).toMatchObject({
      code: status === 415 ? 'media-type-unsupported' : 'input-invalid',
      status,
      details,
    });
    expect(answer.body.toString()).not.toContain('private');
  });

  it.each([
    ['/tone/v1/analyze', { text: 'a', zanzibar: 1 }, '', ['text', 'aspects', 'anyLanguage']],
    ['/tone/v1/feedback', { consent: { zanzibar: 1 } }, '/consent', ['storeText', 'train']],
    ['/tone/v1/jobs?zanzibar=1', {}, '', ['textColumn', 'idColumn', 'anyLanguage', 'deleteAfterRead']],
  ])(
    'tells which members %s takes where one is none of them, and repeats it not',
    async (path, body, pointer, members) => {
      const answer = await post(server.port, path, body, { 'idempotency-key': 'members' });
      expect(answer.status).toBe(400);
      const { details, remedy } = problemSchema.parse(json(answer));
      expect(details['faults']).toContainEqual({ pointer, fault: 'unrecognized_keys', members });
      expect(remedy).toContain('members');
      expect(answer.body.toString()).not.toContain('zanzibar');
    },
  );

  it('has room for the longest text with every character escaped', async () => {
    const answer = await ask(server.port, '/tone/v1/analyze', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"text":"${'\\u0041'.repeat(maxTextCharacters + 1)}"}`,
    });
    // Refused by the reader of texts, who counted them, and not for the size of the request.
    expect(json(answer)).toMatchObject({
      code: 'text-too-long',
      details: { actual: maxTextCharacters + 1, limit: maxTextCharacters },
    });
  });

  it('is there for POST alone', async () => {
    expect((await ask(server.port, '/tone/v1/analyze')).status).toBe(405);
    expect((await ask(server.port, '/tone/v1/analyze', { method: 'OPTIONS' })).status).toBe(405);
    expect((await post(server.port, '/v1/analyze', { text: shortText })).status).toBe(404);
  });
});

describe('POST api/analyze', () => {
  it('gives the likeliest tone and its probability', async () => {
    const { probabilities } = analysis.parse(json(await analyze({ text: shortText })));
    const highest = Math.max(probabilities.negative, probabilities.neutral, probabilities.positive);
    const answer = await compat({ text: shortText });
    expect(answer.status).toBe(200);
    const label = Object.entries(probabilities).find(([, value]) => value === highest)?.[0];
    expect(json(answer)).toEqual({
      text: shortText,
      label: label?.toUpperCase(),
      score: Number(highest.toFixed(4)),
    });
  });

  it.each([
    [{}, 'There is no text to read.'],
    [{ text: '' }, 'There is no text to read.'],
    [{ text: ' ' }, 'There is no text to read.'],
    [{ text: 7 }, 'The request is not in the expected form.'],
    [[], 'The request is not in the expected form.'],
  ])('answers 400 and an error to %j, as its document says', async (body, error) => {
    const answer = await compat(body);
    expect(answer.status).toBe(400);
    expect(json(answer)).toEqual({ error });
    const responses = {
      400: { description: expect.stringContaining(error) },
      422: { description: expect.not.stringContaining(error) },
    };
    expect(json(await ask(server.port, '/tone/openapi.json'))).toMatchObject({
      paths: { '/api/analyze': { post: { responses } } },
    });
  });

  it('answers an error to what is not JSON', async () => {
    const answer = await ask(server.port, '/tone/api/analyze', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'a private word',
    });
    expect(answer.status).toBe(400);
    expect(json(answer)).toEqual({ error: expect.any(String) });
    expect(answer.body.toString()).not.toContain('private');
  });
});

describe('GET v1/health', () => {
  it('tells whether texts can be read', async () => {
    const ready = await ask(server.port, '/tone/v1/health');
    expect(ready.status).toBe(200);
    expect(json(ready)).toEqual({
      status: 'ready',
      engine: { where: 'server', backend: 'node', threads: 1 },
    });

    const idle = await listen(createFixturePool());
    const starting = await ask(idle.port, '/v1/health');
    expect(starting.status).toBe(503);
    expect(starting.headers['retry-after']).toBe('1');
    expect(json(starting)).toMatchObject({ code: 'server-busy', details: { state: 'idle' } });
    await idle.app.close();

    const broken = createFixturePool({ modelsDir: tmpdir() });
    await expect(broken.start()).rejects.toMatchObject({ code: 'model-unavailable' });
    const failed = await listen(broken);
    const answer = await ask(failed.port, '/v1/health');
    expect(answer.status).toBe(503);
    expect(json(answer)).toMatchObject({ code: 'model-unavailable' });
    expect((await post(failed.port, '/v1/analyze', { text: shortText })).status).toBe(503);
    await failed.app.close();
  });
});

describe('a server with too much to do', () => {
  it('says so and when to come back', async () => {
    const busy = createFixturePool({ maxWaitMs: 0 });
    const { app, port } = await listen(busy);
    const first = busy.analyze({ text: longText });
    const answer = await post(port, '/v1/analyze', { text: shortText });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(json(answer)).toMatchObject({ code: 'server-busy' });
    await first;
    await app.close();
    busy.dispose();
  });
});

describe('a client that leaves', () => {
  it('has its reading stopped', async () => {
    const outcome = defer<unknown>();
    const begun = defer<true>();
    class WatchedPool extends InferencePool {
      override analyze(asked: AnalyzeRequest, options: AnalyzeOptions & WorkOptions = {}): Promise<Analysis> {
        const reading = super.analyze(asked, { ...options, onProgress: () => begun.resolve(true) });
        reading.then(outcome.resolve, outcome.resolve);
        return reading;
      }
    }
    const watched = new WatchedPool({
      modelsDir: fixtureModelsDir,
      processes: 1,
      maxWaitMs: 600_000,
      maxBatchWaitMs: 600_000,
    });
    await watched.start();
    const { app, port } = await listen(watched);
    const leaving = request({
      host: '127.0.0.1',
      port,
      path: '/v1/analyze',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    leaving.on('error', () => undefined);
    leaving.end(JSON.stringify({ text: longText.repeat(5) }));
    await begun.promise;
    leaving.destroy();
    expect(await outcome.promise).toMatchObject({ code: 'cancelled' });
    await app.close();
    watched.dispose();
  });
});
