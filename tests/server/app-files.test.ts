import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRelation } from '#core/contracts/service-worker';
import { ask as askPort } from './ask.ts';
import type { Answer, Question } from './ask.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import { createFixturePage, indexHtml, script, weights, weightsPath } from './fixture-page.ts';
import type { FixturePage } from './fixture-page.ts';
import { createFixturePool } from './fixture-pool.ts';

describe.each([{ basePath: '/' }, { basePath: '/deep/tone/' }])('the page at $basePath', ({ basePath }) => {
  let page: FixturePage;
  let app: FastifyInstance;
  let port: number;

  beforeAll(async () => {
    page = await createFixturePage();
    ({ app } = await createFixtureServer({
      inference: createFixturePool(),
      pageDir: page.dir,
      settings: { basePath },
    }));
    port = await listenOnLoopback(app);
  });
  afterAll(async () => {
    await app.close();
    await page.remove();
  });

  /** @param path below the base */
  const ask = (path: string, question?: Question): Promise<Answer> =>
    askPort(port, basePath + path, question);
  const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> => ask(path, { headers });

  it.each(['', 'index.html', 'models', 'settings', 'a-later-view'])('is index.html at "%s"', async (path) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(200);
    expect(body.toString()).toBe(indexHtml);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-cache');
  });

  it.each(['files/0b6f-7_A', 'review/x'])(
    'leads the addresses of the page to its base at "%s"',
    async (path) => {
      const { status, headers, body } = await get(path);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['cache-control']).toBe('no-cache');
      const at = new URL(basePath + path, 'http://localhost');
      const addresses = [...body.toString().matchAll(/(?:href|src)="([^"]*)"/g)].map(([, one]) => one ?? '');
      expect(addresses.map((one) => new URL(one, at).pathname)).toEqual([
        `${basePath}manifest.webmanifest`,
        `${basePath}assets/app-Ab12.js`,
      ]);
      expect(body.toString()).toContain('<p>"./"</p>');
      const alone = await ask(path, { method: 'HEAD' });
      expect(alone.status).toBe(200);
      expect(alone.body).toHaveLength(0);
    },
  );

  it('leads from the file that every visit asks for to what programs may ask here, and from no other', async () => {
    const { headers } = await get('service-worker.json');
    const [, target = '', relation] = /^<([^>]+)>; (.+)$/.exec(String(headers['link'])) ?? [];
    expect(relation).toBe(apiRelation);
    expect(JSON.parse((await get(target)).body.toString())).toHaveProperty('openapi');
    expect((await get('')).headers['link']).toBeUndefined();
  });

  it.each([
    ['sw.js', /^(text|application)\/javascript; charset=utf-8$/],
    ['manifest.webmanifest', /^application\/manifest\+json/],
    ['robots.txt', /^text\/plain; charset=utf-8$/],
    ['assets/app-Ab12.js', /^(text|application)\/javascript; charset=utf-8$/],
    ['assets/style-Cd34.css', /^text\/css; charset=utf-8$/],
    ['assets/runtime-Ef56.wasm', /^application\/wasm$/],
    ['weights/registry.json', /^application\/json/],
    [weightsPath, /^application\/octet-stream$/],
  ])('serves %s as what it is', async (path, type) => {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(type);
  });

  it.each(['assets/app-Ab12.js', 'assets/runtime-Ef56.wasm', weightsPath])(
    'lets %s be kept for good, since its name changes with its content',
    async (path) => {
      const plain = await get(path);
      const compressed = await get(path, { 'accept-encoding': 'br' });
      expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(compressed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    },
  );

  it.each([
    'sw.js',
    'manifest.webmanifest',
    'robots.txt',
    'weights/registry.json',
    'weights/tiny/manifest.json',
  ])('has %s asked for anew each time', async (path) => {
    const { headers } = await get(path);
    expect(headers['cache-control']).toBe('no-cache');
    const again = await get(path, { 'if-none-match': headers.etag ?? '' });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
  });

  it('sends the compressed copy that the other side prefers', async () => {
    const brotli = await get('assets/app-Ab12.js', { 'accept-encoding': 'gzip, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotli.headers.vary).toMatch(/accept-encoding/i);
    expect(brotliDecompressSync(brotli.body).toString()).toBe(script);

    const gzip = await get('assets/app-Ab12.js', { 'accept-encoding': 'gzip' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body).toString()).toBe(script);

    const plain = await get('assets/app-Ab12.js');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toBe(script);
  });

  it('sends a file as it is where there is no compressed copy', async () => {
    const { headers, body } = await get(weightsPath, { 'accept-encoding': 'br, gzip' });
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.equals(weights)).toBe(true);
  });

  it('sends parts of a file', async () => {
    const middle = await get(weightsPath, { range: 'bytes=1000-1999' });
    expect(middle.status).toBe(206);
    expect(middle.headers['content-range']).toBe('bytes 1000-1999/5000');
    expect(middle.body.equals(weights.subarray(1000, 2000))).toBe(true);

    const rest = await get(weightsPath, { range: 'bytes=4990-' });
    expect(rest.status).toBe(206);
    expect(rest.body.equals(weights.subarray(4990))).toBe(true);
  });

  it('takes parts from the file itself, never from a compressed copy', async () => {
    const part = await get('assets/app-Ab12.js', { range: 'bytes=5-9', 'accept-encoding': 'br, gzip' });
    expect(part.status).toBe(206);
    expect(part.headers['content-encoding']).toBeUndefined();
    expect(part.body.toString()).toBe(script.slice(5, 10));
    const whole = await get('assets/app-Ab12.js', { 'accept-encoding': 'br' });
    expect(whole.headers['accept-ranges']).toBe('none');
  });

  it('says how long a file is when a part outside it is asked for', async () => {
    const { status, headers } = await get(weightsPath, { range: 'bytes=9000-' });
    expect(status).toBe(416);
    expect(headers['content-range']).toBe('bytes */5000');
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  it('answers HEAD with the headers alone', async () => {
    const { status, headers, body } = await ask(weightsPath, { method: 'HEAD' });
    expect(status).toBe(200);
    expect(headers['content-length']).toBe('5000');
    expect(body).toHaveLength(0);
  });

  it('sends a view with a slash too many to the view, relative and with its query', async () => {
    const { status, headers } = await get('models/?server=agreed');
    expect(status).toBe(308);
    expect(headers.location).toBe('../models?server=agreed');
    const target = new URL(headers.location ?? '', `http://localhost${basePath}models/`);
    expect(target.pathname).toBe(`${basePath}models`);
  });

  it('does so for a view one level deeper', async () => {
    const { status, headers } = await get('files/run-1/?a=b');
    expect(status).toBe(308);
    const target = new URL(headers.location ?? '', `http://localhost${basePath}files/run-1/`);
    expect(target.pathname + target.search).toBe(`${basePath}files/run-1?a=b`);
  });

  it.each([
    'missing.js',
    'assets/missing.js',
    'assets/',
    'assets',
    'weights/missing.bin',
    'v1',
    'deeper/view',
    'files/a/b',
    'files/a.js',
    'healthz',
    'metrics',
    '.secret',
    'assets/..%2f.secret',
    '..%2f..%2fetc/passwd',
    '%2e%2e/%2e%2e/etc/passwd',
    '../../../../etc/passwd',
    '/index.html',
    'assets/app-Ab12.js/',
    'assets%5capp-Ab12.js',
  ])('has nothing at "%s"', async (path) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(body.toString())).toMatchObject({ status: 404, code: 'not-found' });
  });

  it.each(['%zz', 'assets/%', '%00', 'assets/%c0%ae'])(
    'refuses an address that is none: "%s"',
    async (path) => {
      const { status, headers, body } = await get(path);
      expect([400, 404]).toContain(status);
      expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(body.toString()).not.toContain('    at ');
    },
  );

  it.each(['', 'models', 'assets/app-Ab12.js', 'sw.js', weightsPath, 'missing.js', 'v1/health'])(
    'sends the policy with "%s"',
    async (path) => {
      const { headers } = await get(path, { host: 'tone.example:8080' });
      const base = `http://tone.example:8080${basePath}`;
      expect(headers['content-security-policy']).toContain(`connect-src ${base}assets/ `);
      expect(headers['content-security-policy']).not.toContain(`${base}v1/`);
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    },
  );

  it('widens the policy of a document that was agreed to, and of no script', async () => {
    const api = `http://localhost${basePath}v1/`;
    const document = await get('?server=agreed', { host: 'localhost' });
    const worker = await get('assets/app-Ab12.js?server=agreed', { host: 'localhost' });
    expect(document.headers['content-security-policy']).toContain(api);
    expect(worker.headers['content-security-policy']).not.toContain(api);
  });

  it.each(["a;script-src 'unsafe-inline'", 'a b', 'a/b', 'user@host'])(
    'refuses the host "%s", which could open the policy',
    async (host) => {
      const { status, headers, body } = await get('', { host });
      expect(status).toBe(400);
      expect(headers['content-security-policy']).toContain("connect-src 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe-inline');
      expect(JSON.parse(body.toString())).toMatchObject({
        code: 'input-invalid',
        details: { header: 'host' },
      });
    },
  );
});

describe('the page under a base path', () => {
  it('is found without the closing slash too, and not at the root', async () => {
    const page = await createFixturePage();
    const { app } = await createFixtureServer({
      inference: createFixturePool(),
      pageDir: page.dir,
      settings: { basePath: '/deep/tone/' },
    });
    const bare = await app.inject({ url: '/deep/tone?a=b' });
    expect(bare.statusCode).toBe(308);
    expect(new URL(bare.headers.location ?? '', 'http://localhost/deep/tone').href).toBe(
      'http://localhost/deep/tone/?a=b',
    );
    expect((await app.inject({ url: '/' })).statusCode).toBe(404);
    expect((await app.inject({ url: '/index.html' })).statusCode).toBe(404);
    await app.close();
    await page.remove();
  });

  it('takes its origin from the configuration behind a proxy', async () => {
    const page = await createFixturePage();
    const { app } = await createFixtureServer({
      inference: createFixturePool(),
      pageDir: page.dir,
      settings: { publicOrigin: 'https://tone.example' },
    });
    const { headers } = await app.inject({ url: '/', headers: { host: 'inner:8787' } });
    expect(headers['content-security-policy']).toContain('connect-src https://tone.example/assets/ ');
    expect(headers['content-security-policy']).not.toContain('inner');
    expect(headers['strict-transport-security']).toContain('max-age=');
    await app.close();
    await page.remove();
  });
});
