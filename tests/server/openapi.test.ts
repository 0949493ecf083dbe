import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { scopes } from '#core/contracts/service';
import type { Scope } from '#core/contracts/service';
import { openapiDocument } from '../../server/openapi/document.ts';
import { errorsOf, jsonMediaType } from '../../server/openapi/operation.ts';
import { operations } from '../../server/openapi/operations.ts';
import { askOperation } from './ask-operation.ts';
import { createFixtureServer } from './fixture-server.ts';
import type { FixtureServer } from './fixture-server.ts';

interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly scope: Scope | 'public' | undefined;
}

const base = '/tone';
let server: FixtureServer;
/** Its callers have used up their share. */
let spent: FixtureServer;
const routes: DeclaredRoute[] = [];

/** Told of routes that are declared when the app is made ready. */
function listRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) {
      // Fastify answers HEAD where it answers GET.
      if (each === 'HEAD' || each === 'OPTIONS') continue;
      const path = url.slice(base.length).replaceAll(/:(\w+)/g, '{$1}');
      routes.push({ method: each.toLowerCase(), path, scope: config?.scope });
    }
  });
}

beforeAll(async () => {
  server = await createFixtureServer({ settings: { basePath: `${base}/` } });
  listRoutes(server.app);
  await server.app.ready();
  spent = await createFixtureServer({
    settings: { basePath: `${base}/` },
    inference: server.deps.inference,
    limits: {
      take: async () => ({ isAllowed: false, remaining: 0, retryAfterMs: 1000 }),
      settle: async () => undefined,
    },
    keys: {
      callerOf: (id) => ({ id, scopes: new Set(scopes), isAnonymous: false, tokensPerMinute: 1 }),
    },
  });
});
afterAll(async () => {
  await spent.close();
  await server.close();
});

const bySortedName = (list: readonly DeclaredRoute[]): string[] =>
  list.map(({ method, path, scope }) => `${method} ${path} ${scope}`).toSorted();

describe('the table of operations', () => {
  it('has every route with its scope, and no other', () => {
    expect(bySortedName(operations)).toEqual(bySortedName(routes));
  });

  it.each(operations)('tells of $id whether it is held to a share', async (operation) => {
    const answer = await askOperation(spent.app, operation, { 'x-api-key': 'any' }, base);
    const isHeld = errorsOf(operation).includes('rate-limited');
    expect(answer.statusCode === 429, answer.body).toBe(isHeld);
    expect(answer.headers['retry-after'] !== undefined && answer.statusCode === 429).toBe(isHeld);
  });

  it('tells of those with a body that it may come too late', () => {
    const { paths } = z
      .object({
        paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.looseObject({}) }))),
      })
      .parse(openapiDocument('/'));
    for (const { path, method, body } of operations) {
      expect('408' in (paths[path]?.[method]?.responses ?? {}), path).toBe(body !== undefined);
    }
  });

  it('has examples that its own schemas take', () => {
    let checked = 0;
    for (const { id, body = {}, answers } of operations) {
      const contents = [body, ...answers.map(({ content = {} }) => content)].flatMap((content) =>
        Object.entries(content),
      );
      for (const [mediaType, { schema, example }] of contents) {
        if (example === undefined) continue;
        checked += 1;
        const { success, error } = schema.safeParse(example);
        expect(success, `${id} ${mediaType} ${String(error)}`).toBe(true);
      }
    }
    expect(checked).toBeGreaterThan(8);
  });

  it('has a name for each operation of its own', () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it.each(operations.filter(({ body }) => body?.[jsonMediaType]?.example !== undefined))(
    'has an example for $id that is answered as it says',
    async (operation) => {
      const { answers } = operation;
      const answer = await askOperation(server.app, operation, {}, base);
      const told = answers.find(({ status }) => status === answer.statusCode);
      expect(told, answer.body).toBeDefined();
      expect(told?.content?.[jsonMediaType]?.schema.safeParse(answer.json()).error).toBeUndefined();
    },
  );
});
