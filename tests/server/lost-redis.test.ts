/** What is answered while what the server keeps cannot be reached. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '#core/contracts/service';
import { operations } from '../../server/openapi/operations.ts';
import { wordsFor } from '../../server/program-words.ts';
import { askOperation } from './ask-operation.ts';
import { createFixtureServer } from './fixture-server.ts';
import type { FixtureServer } from './fixture-server.ts';
import { startRedis } from './redis-server.ts';
import type { RedisServer } from './redis-server.ts';
import { shortText } from './texts.ts';
import { until } from './until.ts';

const headers = { authorization: 'Bearer all' };
let redis: RedisServer;
let server: FixtureServer;
let log = '';

beforeAll(async () => {
  redis = await startRedis();
  server = await createFixtureServer({
    redisUrl: redis.url,
    logger: { level: 'warn', stream: { write: (line: string) => void (log += line) } },
    keys: {
      callerOf: () => ({ id: 'all', scopes: new Set(scopes), isAnonymous: false, tokensPerMinute: 1000 }),
    },
  });
  await server.deps.inference.start();
  await redis.kill();
});
afterAll(async () => {
  await server.close();
  await redis.close();
});

describe('a server whose Redis is lost', () => {
  it.each(operations.filter(({ errors }) => errors.includes('storage-unavailable')))(
    'says so and when to come again, asked for $id',
    async (operation) => {
      const answer = await askOperation(server.app, operation, headers);
      expect(answer.statusCode, answer.body).toBe(503);
      expect(answer.json()).toMatchObject({
        code: 'storage-unavailable',
        title: wordsFor('storage-unavailable').message,
      });
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    },
  );

  it('reads on, remembers nothing, and tells once that nobody is held to limits', async () => {
    for (let i = 0; i < 3; i += 1) {
      const answer = await server.app.inject({
        method: 'POST',
        url: '/v1/analyze',
        headers,
        payload: { text: shortText },
      });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['server-timing']).toContain('cache;desc=miss');
    }
    expect(log.match(/nobody is held to them/g)).toHaveLength(1);
  });
});

it('is not waited for again and again where it hangs', async () => {
  const hanging = await startRedis();
  const waiting = await createFixtureServer({ redisUrl: hanging.url });
  await waiting.deps.inference.start();
  const read = async (text: string): Promise<number> => {
    const startedMs = performance.now();
    const answer = await waiting.app.inject({ method: 'POST', url: '/v1/analyze', payload: { text } });
    expect(answer.statusCode).toBe(200);
    return performance.now() - startedMs;
  };
  try {
    hanging.hang();
    const firstMs = await read(shortText);
    let laterMs = 0;
    for (let i = 0; i < 5; i += 1) laterMs += await read(`${shortText} ${i}`);
    expect(laterMs).toBeLessThan(firstMs);
    hanging.goOn();
    await until(() => waiting.deps.stores.ping());
  } finally {
    await waiting.close();
    await hanging.close();
  }
});
