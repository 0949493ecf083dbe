import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '#core/contracts/service';
import type { Scope } from '#core/contracts/service';
import type { Operation } from '../../server/openapi/operation.ts';
import { operations } from '../../server/openapi/operations.ts';
import { createFixtureServer } from './fixture-server.ts';

/** Callers whose key is the list of their scopes. */
const callerOf = (key: string) => {
  const held = new Set(scopes.filter((scope) => key.split(',').includes(scope)));
  return { id: key, scopes: held, isAnonymous: false, tokensPerMinute: null };
};

let app: FastifyInstance;
beforeAll(async () => {
  ({ app } = await createFixtureServer({ keys: { callerOf } }));
});
afterAll(() => app.close());

const ask = ({ method, path }: Operation, headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  app.inject({
    method: method === 'get' ? 'GET' : method === 'post' ? 'POST' : 'DELETE',
    url: path.replaceAll(/\{\w+\}/g, 'none'),
    headers,
    remoteAddress,
  });

describe.each(operations.filter(({ scope }) => scope === 'public'))('$method $path', (operation) => {
  it('needs no key from anywhere, and no wrong one is minded', async () => {
    expect((await ask(operation, {}, '203.0.113.9')).statusCode).not.toBe(401);
    const wrong = await ask(operation, { authorization: 'Basic words' }, '203.0.113.9');
    expect(wrong.statusCode).not.toBe(401);
  });
});

describe.each(operations.filter(({ scope }) => scope !== 'public'))('$method $path', (operation) => {
  const { scope, hasPlainErrors = false } = operation;

  it('is closed to whoever has no key and is not on this machine', async () => {
    for (const answer of [
      await ask(operation, {}, '203.0.113.9'),
      await ask(operation, { 'x-forwarded-for': '203.0.113.9' }),
    ]) {
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
    }
  });

  it('is open to the scope that the document names, and to no other', async () => {
    expect([401, 403]).not.toContain((await ask(operation, { 'x-api-key': scope })).statusCode);
    const others = scopes.filter((each: Scope) => each !== scope).join(',');
    const answer = await ask(operation, { 'x-api-key': others });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject(
      hasPlainErrors ? { error: expect.any(String) } : { code: 'forbidden', details: { scope } },
    );
  });
});
