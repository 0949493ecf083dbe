import { connect } from 'node:net';
import * as fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { batchAnswer } from '#core/contracts/batch';
import type { Scope } from '#core/contracts/service';
import { analysis } from '#core/contracts/analysis';
import { createMemoryLimits } from '../../server/stores/memory-limits.ts';
import type { InferencePool } from '../../server/services/inference/pool.ts';
import type { LimitStore } from '../../server/stores/stores.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import type { FixtureServer } from './fixture-server.ts';
import { createFixturePool } from './fixture-pool.ts';
import { shortText } from './texts.ts';

const minuteMs = 60_000;
const correction = {
  resultId: 'an_1',
  model: { name: 'Undertone', version: '1.0.0', sha256: 'abc' },
  predicted: { label: 'positive', confidence: 0.5 },
  corrected: { label: 'negative' },
  consent: { storeText: false, train: false },
};
/** Of more tokens than their characters let one guess. */
const shortWords = 'ok ok ok ok ok ok ok ok.';

describe('what a caller may still use', () => {
  it('is never more than a minute’s worth, and comes back at its rate', async () => {
    const step = fc.record({ tokens: fc.nat(3000), afterMs: fc.nat(2 * minuteMs) });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), fc.array(step), async (perMinute, steps) => {
        const store = createMemoryLimits();
        let nowMs = 1_000_000;
        let taken = 0;
        for (const { tokens, afterMs } of steps) {
          nowMs += afterMs;
          const { isAllowed, remaining, retryAfterMs } = await store.take('a', tokens, perMinute, nowMs);
          expect(remaining).toBeLessThanOrEqual(perMinute);
          if (isAllowed) {
            // All that was ever there: the first minute's worth, and what has come since; the last request may go below it.
            const given = perMinute + ((nowMs - 1_000_000) * perMinute) / minuteMs;
            expect(taken).toBeLessThan(given);
            taken += tokens;
          } else {
            expect(retryAfterMs).toBeGreaterThan(0);
            expect((await store.take('b', 1, perMinute, nowMs)).isAllowed).toBe(true);
            nowMs += retryAfterMs;
            expect((await store.take('a', 0, perMinute, nowMs)).isAllowed).toBe(true);
          }
        }
      }),
    );
  });

  it('is corrected when it is known what a request was, both ways', async () => {
    const store = createMemoryLimits();
    expect(await store.take('a', 40, 100, 0)).toEqual({ isAllowed: true, remaining: 60, retryAfterMs: 0 });
    await store.settle('a', -30, 100, 0);
    expect((await store.take('a', 0, 100, 0)).remaining).toBe(90);
    await store.settle('a', -5000, 100, 0);
    expect((await store.take('a', 0, 100, 0)).remaining).toBe(100);
    await store.settle('a', 700, 100, 0);
    expect(await store.take('a', 1, 100, 0)).toEqual({
      isAllowed: false,
      remaining: 0,
      retryAfterMs: 360_600,
    });
  });

  it('does not grow when the clock goes back', async () => {
    const store = createMemoryLimits();
    await store.take('a', 100, 100, 50_000);
    expect((await store.take('a', 1, 100, 0)).isAllowed).toBe(false);
    expect((await store.take('a', 1, 100, 50_000)).isAllowed).toBe(false);
  });
});

describe('the limit of a caller', () => {
  const tokensPerMinute = 1000;
  const scopes = new Set<Scope>(['analyze', 'jobs', 'feedback']);
  let inference: InferencePool;
  let app: FastifyInstance;
  let deps: FixtureServer['deps'];
  /** Of each request, in their order. */
  let taken: { caller: string; tokens: number }[];

  const limits: LimitStore = createMemoryLimits();
  const watched: LimitStore = {
    take: async (caller, tokens, ...rest) => {
      taken.push({ caller, tokens });
      return limits.take(caller, tokens, ...rest);
    },
    settle: async (caller, tokens, ...rest) => {
      taken.push({ caller, tokens });
      return limits.settle(caller, tokens, ...rest);
    },
  };

  beforeAll(async () => {
    inference = createFixturePool();
    await inference.start();
    ({ app, deps } = await createFixtureServer({
      inference,
      limits: watched,
      keys: {
        callerOf: (id) => ({
          id,
          scopes,
          isAnonymous: false,
          tokensPerMinute: id === 'free' ? null : tokensPerMinute,
        }),
      },
    }));
  });
  afterAll(async () => {
    await app.close();
    inference.dispose();
  });
  beforeEach(() => {
    taken = [];
  });

  const post = (url: string, key: string, payload: unknown, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url,
      headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(payload),
    });
  const owed = (): number => taken.reduce((sum, { tokens }) => sum + tokens, 0);

  it('counts the tokens that were read, and says what is left', async () => {
    const answer = await post('/v1/analyze', 'one', { text: shortText });
    const { tokens } = analysis.parse(answer.json()).input;
    expect(owed()).toBe(tokens);
    expect(answer.headers['ratelimit-policy']).toBe('"tokens";q=1000;qu="tokens";w=60');
    expect(answer.headers['ratelimit']).toMatch(new RegExp(`^"tokens";r=${1000 - tokens};t=\\d+$`));
    const older = await post('/api/analyze', 'one', { text: shortText });
    expect(older.statusCode).toBe(200);
    expect(owed()).toBe(2 * tokens);
  });

  it('prices a text alike alone, in a batch and remembered', async () => {
    const alone = analysis.parse((await post('/v1/analyze', 'two', { text: shortWords })).json());
    taken = [];
    const items = Array.from({ length: 5 }, () => ({ text: shortWords }));
    const batch = batchAnswer.parse((await post('/v1/analyze/batch', 'two', { items })).json());
    expect(batch.summary.ok).toBe(5);
    expect(owed()).toBe(5 * alone.input.tokens);
  });

  it('prices a job by its texts, and what is handed over again not at all', async () => {
    const items = Array.from({ length: 5 }, () => ({ text: 'Four' }));
    const headers = { 'idempotency-key': 'the-first' };
    expect((await post('/v1/jobs', 'three', { items }, headers)).statusCode).toBe(202);
    expect(owed()).toBe(5 * 3);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await post('/v1/jobs', 'three', { items }, headers)).statusCode).toBe(202);
    expect(owed()).toBe(5 * 3);
  });

  it('prices a correction by its length, and one that is not kept not at all', async () => {
    const consent = { storeText: true, train: false };
    const short = await post('/v1/feedback', 'seven', { ...correction, text: 'Short.', consent });
    expect(short.statusCode).toBe(201);
    const shortOwed = owed();
    taken = [];
    const text = 'a'.repeat(800);
    expect((await post('/v1/feedback', 'seven', { ...correction, text, consent })).statusCode).toBe(201);
    expect(owed() - shortOwed).toBeCloseTo(200, -1);
    taken = [];
    expect((await post('/v1/feedback', 'seven', { ...correction, text })).statusCode).toBe(422);
    expect(owed()).toBe(0);
  });

  it('costs nothing where nothing was read', async () => {
    for (const text of ['  ', 'a'.repeat(200_001)]) {
      expect((await post('/v1/analyze', 'four', { text })).statusCode).toBeGreaterThanOrEqual(400);
    }
    expect((await post('/v1/jobs', 'four', { items: [] }, { 'idempotency-key': 'b' })).statusCode).toBe(400);
    expect(owed()).toBe(0);
  });

  it('refuses whoever has used it up, says when to come back, and nobody else', async () => {
    const text = 'It was fine. '.repeat(800);
    expect((await post('/v1/analyze', 'five', { text })).statusCode).toBe(200);
    for (const [url, payload] of [
      ['/v1/analyze', { text: shortText }],
      ['/v1/analyze/batch', { items: [{ text: shortText }] }],
      ['/v1/jobs', { items: [{ text: shortText }] }],
      ['/v1/feedback', correction],
    ] as const) {
      const refused = await post(url, 'five', payload, { 'idempotency-key': 'c' });
      expect(refused.statusCode).toBe(429);
      expect(refused.json()).toMatchObject({ code: 'rate-limited', details: { tokensPerMinute } });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);
      const seconds = String(refused.headers['retry-after']);
      expect(refused.headers['ratelimit']).toBe(`"tokens";r=0;t=${seconds}`);
      expect(refused.json()).toMatchObject({ remedy: expect.stringContaining(` ${seconds} seconds`) });
    }
    const older = await post('/api/analyze', 'five', { text: shortText });
    expect(older.statusCode).toBe(429);
    expect(Number(older.headers['retry-after'])).toBeGreaterThan(60);
    expect((await post('/v1/analyze', 'six', { text: shortText })).statusCode).toBe(200);
    const { body } = await deps.metrics.render();
    for (const [workClass, refusals] of [
      ['interactive', 2],
      ['batch', 1],
      ['jobs', 1],
    ]) {
      expect(body).toContain(`admission_total{class="${workClass}",decision="rate_limited"} ${refusals}\n`);
    }
  });

  it('is not there for those who have none', async () => {
    const answer = await post('/v1/analyze', 'free', { text: shortText });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['ratelimit']).toBeUndefined();
    expect(taken).toEqual([]);
  });

  it('is not spared by what others have had read: that would tell of their texts', async () => {
    const told: string[] = [];
    for (const key of ['one', 'free', 'one']) {
      const answer = await post('/v1/analyze', key, { text: 'Only one of them has sent this before.' });
      told.push(String(answer.headers['server-timing']).replace(/.*desc=/, ''));
    }
    expect(told).toEqual(['miss', 'miss', 'hit']);
  });

  it('is told among the capabilities', async () => {
    const told = await app.inject({ url: '/v1/capabilities', headers: { 'x-api-key': 'one' } });
    expect(told.json()).toMatchObject({ limits: { tokensPerMinute } });
  });

  it('has nothing read for callers who leave before it has answered', async () => {
    let left: () => void = () => undefined;
    const isLeft = new Promise<void>((resolve) => {
      left = resolve;
    });
    const asked = vi.fn(async () => {
      await isLeft;
      return { isAllowed: true, remaining: 1, retryAfterMs: 0 };
    });
    const server = await createFixtureServer({
      inference,
      limits: { take: asked, settle: async () => undefined },
      settings: { tokensPerMinute: 1000 },
    });
    const port = await listenOnLoopback(server.app);
    const body = JSON.stringify({ text: shortText });
    const head = `POST /v1/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
    const socket = connect(port, '127.0.0.1');
    socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
    await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce(), { timeout: 60_000 });
    socket.destroy();
    const told = async (): Promise<string> => (await server.deps.metrics.render()).body;
    const patience = { timeout: 60_000 };
    await vi.waitFor(async () => expect(await told()).toContain('status="499"} 1'), patience);
    left();
    const ends = /admission_total\{class="interactive",decision="(?<decision>\w+)"\} 1/;
    await vi.waitFor(async () => expect(await told()).toMatch(ends), patience);
    expect(ends.exec(await told())?.groups?.['decision']).toBe('cancelled');
    await server.close();
  });

  it('holds nobody when it cannot be asked', async () => {
    const unreachable: LimitStore = {
      take: () => Promise.reject(new Error('gone')),
      settle: () => Promise.reject(new Error('gone')),
    };
    const { app: other } = await createFixtureServer({
      inference,
      limits: unreachable,
      settings: { tokensPerMinute: 1 },
    });
    const payload = { text: shortText };
    const answer = await other.inject({ method: 'POST', url: '/v1/analyze', payload });
    expect(answer.statusCode).toBe(200);
    await other.close();
  });
});
