import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createAnalysisId } from '#core/analysis-id';
import { curlExamples } from '../../server/openapi/curl-example.ts';
import { exampleAnalysis } from '../../server/openapi/examples.ts';
import { html, prose } from '../../server/openapi/html.ts';
import { errorsOf } from '../../server/openapi/operation.ts';
import type { Operation } from '../../server/openapi/operation.ts';
import { operations } from '../../server/openapi/operations.ts';
import { schemaText } from '../../server/openapi/schema-text.ts';
import { jsonSchemaOf } from '../../server/openapi/schemas.ts';
import { createFixtureServer } from './fixture-server.ts';
import type { FixtureServer } from './fixture-server.ts';

let server: FixtureServer;
let page: string;
let policy: string;

beforeAll(async () => {
  server = await createFixtureServer({
    settings: { basePath: '/tone/', publicOrigin: 'https://reader.example' },
  });
  const answer = await server.app.inject('/tone/docs');
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  page = answer.body;
  policy = String(answer.headers['content-security-policy']);
});
afterAll(() => server.close());

const all = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([, found = '']) => found);

describe('the page of the API', () => {
  it('may run no script and fetch from nowhere else, and has nothing that would', () => {
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|unsafe|https?:/);
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=|javascript:|<iframe|<img/i);
    expect(all(/(?:src|href)="([^"#][^"]*)"/g)).toEqual(['docs/style.css', 'openapi.json']);
  });

  it('is where the address of a server without a page leads', async () => {
    const answer = await server.app.inject('/tone/');
    expect([answer.statusCode, answer.headers.location]).toEqual([302, './docs']);
  });

  it('has what it looks like beside it', async () => {
    const style = await server.app.inject('/tone/docs/style.css');
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
    const files = [...style.body.matchAll(/url\('([^']+)'\)/g)].map(([, name = '']) => name);
    expect(files).toHaveLength(2);
    // Names of packages mean something to a bundler, which has not seen this sheet.
    expect(style.body).not.toMatch(/@fontsource|@import/);
    const used = [...style.body.matchAll(/var\((--[\w-]+)/g)].map(([, name = '']) => name);
    expect(used).toEqual(expect.arrayContaining(['--paper', '--ink', '--line']));
    for (const name of used) expect(style.body).toContain(`  ${name}: `);
    for (const name of files) {
      const { pathname } = new URL(name, 'http://localhost/tone/docs/style.css');
      const { statusCode, headers, rawPayload } = await server.app.inject(pathname);
      expect([statusCode, headers['content-type']]).toEqual([200, 'font/woff2']);
      expect(rawPayload.subarray(0, 4).toString()).toBe('wOF2');
    }
    expect((await server.app.inject('/tone/docs/..%2fapp.ts')).statusCode).toBe(404);
  });

  it('tells of every operation and every error, and leads nowhere that is not there', () => {
    const ids = all(/\sid="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(operations.map(({ id }) => id)));
    const codes = operations.flatMap(errorsOf).map((code) => `error-${code}`);
    expect(ids).toEqual(expect.arrayContaining([...new Set(codes)]));
    const links = all(/href="#([^"]+)"/g);
    expect(links.length).toBeGreaterThan(operations.length);
    expect(links.filter((link) => !ids.includes(link))).toEqual([]);
  });

  it('shows the server by the address that it is known by', () => {
    expect(page).toContain('curl https://reader.example/tone/v1/analyze');
    expect(page).not.toContain('localhost');
  });
});

describe('a form', () => {
  it.each([
    [z.nullable(z.number()), 'number or <code>null</code>'],
    [z.nullable(z.string()), 'text or <code>null</code>'],
    [z.string().check(z.minLength(1), z.maxLength(200)), 'text, at least 1 long, at most 200 long'],
    [
      z.nullable(z.int().check(z.minimum(0), z.maximum(5))),
      'whole number, from 0, up to 5 or <code>null</code>',
    ],
  ])('is told in words, whatever may stand there: %#', (schema, words) => {
    expect(schemaText(jsonSchemaOf(schema)).source).toBe(words);
  });

  it('is shown with ids as they are given', () => {
    expect(exampleAnalysis.id).toMatch(/^an_[0-9a-f]+$/);
    expect(exampleAnalysis.id).toHaveLength(createAnalysisId().length);
  });
});

describe('what is shown', () => {
  it('is text, whatever is in it', () => {
    const { source } = html`<p title="${'"><script>'}">${['<b>&', html`<i>${"'"}</i>`, 1]}</p>`;
    expect(source).toBe('<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;<i>&#39;</i>1</p>');
    expect(prose('Send `a<b` or `c`.').source).toBe('Send <code>a&lt;b</code> or <code>c</code>.');
  });
});

describe('a command', () => {
  /** What a shell makes of it, argument by argument. */
  const read = (operation: Operation, which = 0): string[] => {
    const commands = curlExamples(operation, 'http://localhost:8787');
    const command = (commands[which] ?? '').replace(/^curl/, String.raw`printf '%s\0'`);
    return execFileSync('/bin/sh', ['-c', command]).toString().split('\0').slice(0, -1);
  };

  it.each(operations)('of $id is read by a shell as it is meant', (operation) => {
    const [first = '', second = '', ...rest] = read(operation);
    const address = operation.method === 'delete' ? rest.shift() : first;
    if (operation.method === 'delete') expect([first, second]).toEqual(['-X', 'DELETE']);
    expect(new URL(address ?? '').pathname).not.toContain('{');
    expect([second, ...rest].includes('Authorization: Bearer KEY')).toBe(operation.scope === 'admin');
    const { body = {} } = operation;
    const [[mediaType, content] = ['', undefined]] = Object.entries(body);
    if (content?.example === undefined) return;
    expect([second, ...rest]).toContain(`Content-Type: ${mediaType}`);
    expect(JSON.parse(rest.at(-1) ?? '')).toEqual(content.example);
  });

  it('sends a table from a file, with its line breaks', () => {
    const createJob = operations.find(({ id }) => id === 'createJob');
    if (createJob === undefined) throw new Error('No jobs can be handed over.');
    const asked = read(createJob, 1);
    expect(asked.slice(-4)).toEqual(['-H', 'Content-Type: text/csv', '--data-binary', '@reviews.csv']);
    expect(page).toContain('--data-binary @reviews.csv');
    expect(page.match(/curl[^<]* -d @/)).toBeNull();
  });

  it('keeps quotation marks', () => {
    const [analyze] = operations;
    if (analyze === undefined) throw new Error('There are no operations.');
    const example = { text: `It's "fine" $HOME \\ \`x\`` };
    const { schema } = analyze.body?.['application/json'] ?? {};
    if (schema === undefined) throw new Error('It takes no JSON.');
    const asked = read({ ...analyze, body: { 'application/json': { schema, example } } });
    expect(JSON.parse(asked.at(-1) ?? '')).toEqual(example);
  });
});
