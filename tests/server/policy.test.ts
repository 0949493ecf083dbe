import { describe, expect, it } from 'vitest';
import { contentPolicy, isDocumentPath, originPolicy, policyHeaders } from '#core/page-policy';
import { isAgreedDocument, originOf } from '../../server/policy.ts';

const origin = 'http://localhost:8787';

function directive(headers: Record<string, string>, name: string): string[] {
  const found = (headers['content-security-policy'] ?? '')
    .split('; ')
    .find((text) => text.startsWith(`${name} `));
  return found?.split(' ').slice(1) ?? [];
}

describe('the policy', () => {
  it('lets the page fetch its own files and the model, and nothing of the API', () => {
    const sources = directive(
      policyHeaders({ baseUrl: `${origin}/tone/`, serverAgreed: false }),
      'connect-src',
    );
    expect(sources).toContain(`${origin}/tone/assets/`);
    expect(sources).toContain(`${origin}/tone/weights/`);
    expect(
      sources.every((source) => source.startsWith(`${origin}/tone/`) && source !== `${origin}/tone/`),
    ).toBe(true);
    expect(sources.filter((source) => /\/(?:v1|api)\//.test(source))).toEqual([]);
  });

  it('adds the API, and only that, once the reader agreed', () => {
    const before = directive(policyHeaders({ baseUrl: `${origin}/`, serverAgreed: false }), 'connect-src');
    const after = directive(policyHeaders({ baseUrl: `${origin}/`, serverAgreed: true }), 'connect-src');
    expect(after).toEqual([...before, `${origin}/v1/`]);
  });

  it('allows no fetch where the origin is not known', () => {
    const headers = policyHeaders({ baseUrl: null, serverAgreed: true });
    expect(directive(headers, 'connect-src')).toEqual(["'none'"]);
  });

  it('has nothing inline, no forms, no frames, no other base, and isolates the page', () => {
    const headers = policyHeaders({ baseUrl: `${origin}/`, serverAgreed: false });
    expect(headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(headers['content-security-policy']).not.toContain("'unsafe-eval'");
    expect(directive(headers, 'script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    for (const name of ['default-src', 'form-action', 'base-uri', 'frame-ancestors']) {
      expect(directive(headers, name)).toEqual(["'none'"]);
    }
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });
});

describe('what the built document says of itself', () => {
  it('names the same things as the headers, and no other origin', () => {
    const names = (policy: string): string[] => policy.split('; ').map((text) => text.split(' ')[0] ?? '');
    const named = contentPolicy({ baseUrl: `${origin}/`, serverAgreed: false });
    expect(names(originPolicy())).toEqual(names(named));
    const sources = originPolicy()
      .split('; ')
      .flatMap((text) => text.split(' ').slice(1));
    expect(new Set(sources)).toEqual(new Set(["'none'", "'self'", "'wasm-unsafe-eval'"]));
  });
});

describe('the origin of a request', () => {
  it.each([
    ['localhost:8787', 'http://localhost:8787'],
    ['127.0.0.1', 'http://127.0.0.1'],
    ['[::1]:80', 'http://[::1]:80'],
    ['Tone.Example', 'http://tone.example'],
  ])('is taken from %s', (host, expected) => {
    expect(originOf('http', host)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    'a b',
    'host;script-src *',
    'host,other',
    'host/path',
    'user@host',
    "host' 'unsafe-inline",
    'host:123456',
    '*.example',
    'host:80:80',
    '-host',
  ])('is not taken from %s', (host) => {
    expect(originOf('http', host)).toBeUndefined();
  });
});

describe('a document', () => {
  it.each([
    '/tone/',
    '/tone/models',
    '/tone/settings',
    '/tone/index.html',
    '/tone/files',
    '/tone/files/0b6f-7_A',
    '/tone/review/0b6f-7_A',
  ])('is %s', (path) => {
    expect(isDocumentPath(path, '/tone/')).toBe(true);
  });

  it.each([
    '/',
    '/models',
    '/tone',
    '/tone/v1',
    '/tone/assets',
    '/tone/share',
    '/tone/healthz',
    '/tone/metrics',
    '/tone/ready',
    '/tone/models/',
    '/tone/sw.js',
    '/tone/a/b',
    '/tone/files/',
    '/tone/files/a/b',
    '/tone/files/a.js',
    '/tone/files/..',
    '/files/a',
    '/tone/models/a',
    '/tone/v1/files/a',
    '/tone/A',
  ])('is not %s', (path) => {
    expect(isDocumentPath(path, '/tone/')).toBe(false);
  });

  it('counts as agreed with the one query, and a script never does', () => {
    expect(isAgreedDocument('/?server=agreed', '/')).toBe(true);
    expect(isAgreedDocument('/models?a=b&server=agreed', '/')).toBe(true);
    expect(isAgreedDocument('/files/a?server=agreed', '/')).toBe(true);
    expect(isAgreedDocument('/', '/')).toBe(false);
    expect(isAgreedDocument('/?server=no', '/')).toBe(false);
    expect(isAgreedDocument('/assets/inference-1.js?server=agreed', '/')).toBe(false);
    expect(isAgreedDocument('/sw.js?server=agreed', '/')).toBe(false);
  });
});
