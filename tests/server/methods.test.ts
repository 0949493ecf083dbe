import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../server/openapi/operations.ts';
import { createFixturePage } from './fixture-page.ts';
import type { FixturePage } from './fixture-page.ts';
import { createFixtureServer } from './fixture-server.ts';

const base = '/tone';
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
/** To be told of a job's rows, or of its progress for as long as it takes, is not asked for by a head alone. */
const withoutHead = new Set(['/v1/jobs/{id}/events', '/v1/jobs/{id}/results']);

const paths = [...new Set(operations.map(({ path }) => path))].map((path) => {
  // Another route has this one as an id.
  const own = operations.filter(
    (each) => each.path === path || (each.path === '/v1/feedback/{id}' && path === '/v1/feedback/export'),
  );
  const taken = own.map(({ method }) => method.toUpperCase());
  const isHeadToo = taken.includes('GET') && !withoutHead.has(path);
  return { url: base + path.replaceAll(/\{\w+\}/g, 'none'), taken: isHeadToo ? [...taken, 'HEAD'] : taken };
});

let page: FixturePage;
const apps = new Map<string, FastifyInstance>();
beforeAll(async () => {
  page = await createFixturePage();
  for (const [kind, pageDir] of [
    ['the API alone', null],
    ['a page beside it', page.dir],
  ] as const) {
    const { app } = await createFixtureServer({ settings: { basePath: `${base}/` }, pageDir });
    apps.set(kind, app);
  }
});
afterAll(async () => {
  for (const app of apps.values()) await app.close();
  await page.remove();
});

describe.each(['the API alone', 'a page beside it'])('a server with %s', (kind) => {
  const ask = async (method: (typeof methods)[number], url: string) =>
    (apps.get(kind) ?? expect.unreachable()).inject({ method, url });

  it.each(paths)('says how $url may be asked for', async ({ url, taken }) => {
    for (const method of methods.filter((each) => !taken.includes(each))) {
      const answer = await ask(method, url);
      expect(answer.statusCode, method).toBe(405);
      expect(String(answer.headers['allow']).split(', ').toSorted()).toEqual(taken.toSorted());
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      if (method !== 'HEAD') expect(answer.json()).toMatchObject({ code: 'method-not-allowed', status: 405 });
    }
    for (const method of methods.filter((each) => taken.includes(each))) {
      expect((await ask(method, url)).statusCode, method).not.toBe(405);
    }
  });

  it('says the same of its start', async () => {
    const answer = await ask('POST', `${base}/`);
    expect(answer.statusCode).toBe(405);
    expect(answer.headers['allow']).toBe('GET, HEAD');
  });

  it('has nothing where nothing is, by whatever it is asked for', async () => {
    for (const method of methods) {
      for (const url of [`${base}/v1/nothing`, `${base}/v1/jobs/`, `${base}/assets/none.js`, '/livez']) {
        const answer = await ask(method, url);
        expect(answer.statusCode, `${method} ${url}`).toBe(404);
        expect(answer.headers['allow']).toBeUndefined();
      }
    }
  });
});
