import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scopes } from '#core/contracts/service';
import type { Scope } from '#core/contracts/service';
import { identifyCallers } from '../../server/plugins/callers.ts';
import { answerErrors } from '../../server/plugins/errors.ts';
import type { Caller } from '../../server/services/callers.ts';

const holders: Record<string, Caller> = {
  'the-key': { id: 'holder', scopes: new Set(['jobs']), isAnonymous: false, tokensPerMinute: 5 },
};

let app: FastifyInstance;

beforeEach(() => {
  app = Fastify();
  answerErrors(app, '/');
  identifyCallers(app, { keys: { callerOf: (key) => holders[key] }, tokensPerMinute: 900 });
  for (const scope of [...scopes, 'public'] as const) {
    app.get(`/${scope}`, { config: { scope } }, ({ caller }) => ({ ...caller, scopes: [...caller.scopes] }));
  }
});
afterEach(() => app.close());

async function get(
  scope: Scope | 'public' | 'nowhere',
  headers: Record<string, string> = {},
  from = '127.0.0.1',
) {
  return app.inject({
    url: `/${scope}`,
    headers: { host: 'localhost:8787', ...headers },
    remoteAddress: from,
  });
}

describe('a caller with a key', () => {
  it.each([
    [{ authorization: 'Bearer the-key' }],
    [{ authorization: 'bearer  the-key ' }],
    [{ 'x-api-key': 'the-key' }],
  ])('is known by %j, from anywhere', async (headers) => {
    for (const from of ['127.0.0.1', '203.0.113.9']) {
      const answer = await get('jobs', { ...headers, 'x-forwarded-for': '198.51.100.7' }, from);
      expect(answer.json()).toMatchObject({ id: 'holder', isAnonymous: false, tokensPerMinute: 5 });
    }
  });

  it('is refused what it has no scope for, which is named', async () => {
    const answer = await get('analyze', { 'x-api-key': 'the-key' });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'forbidden', details: { scope: 'analyze' } });
    expect(answer.headers['www-authenticate']).toContain('scope="analyze"');
  });

  it.each([
    [{ authorization: 'Bearer another' }],
    [{ authorization: 'Basic the-key' }],
    [{ authorization: '' }],
    [{ 'x-api-key': '' }],
    [{ authorization: 'Bearer another', 'x-api-key': 'the-key' }],
  ])('is not taken for somebody without one when it is wrong: %j', async (headers) => {
    const answer = await get('jobs', headers);
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({
      code: 'unauthenticated',
      title: expect.stringContaining('does not know the key'),
      details: { fault: 'unknown-key' },
    });
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="undertone", error="invalid_token"');
    expect(answer.body).not.toContain('another');
  });
});

describe('a caller without a key', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('is let in from %s', async (from) => {
    const answer = await get('analyze', {}, from);
    expect(answer.json()).toMatchObject({ id: 'anonymous', isAnonymous: true, tokensPerMinute: 900 });
    const refused = await get('admin', {}, from);
    expect(refused.statusCode).toBe(401);
    expect(refused.json()).toMatchObject({ code: 'unauthenticated', details: { scope: 'admin' } });
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="undertone"');
  });

  it.each([
    ['10.0.0.4', {}],
    ['::ffff:10.0.0.4', {}],
    ['::', {}],
    ['128.0.0.1', {}],
    ['127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }],
    ['127.0.0.1', { forwarded: 'for=127.0.0.1' }],
    ['127.0.0.1', { 'x-real-ip': '' }],
    ['::1', { via: '1.1 proxy' }],
    ['127.0.0.1', { host: 'tone.example' }],
    ['127.0.0.1', { host: 'localhost.tone.example' }],
    ['127.0.0.1', { host: '127.0.0.1.tone.example:8787' }],
  ])('is nobody from %s with %j', async (from, headers) => {
    const answer = await get('analyze', headers, from);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="undertone"');
    expect((await get('public', headers, from)).json()).toMatchObject({ id: 'nobody', scopes: [] });
    expect((await get('nowhere', headers, from)).statusCode).toBe(404);
  });
});

describe('a route', () => {
  it('cannot be there without saying which scope it needs', () => {
    expect(() => app.get('/v1/secrets', () => 'all of them')).toThrow('GET /v1/secrets');
    expect(() => app.post('/v1/secrets', { config: {} }, () => 'none')).toThrow('scope');
  });
});
