import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import { createServerEngine } from '../../../src/engine/server-engine.ts';
import { answer } from './scripted-engine.ts';

const baseUrl = 'https://tone.example/app/';
const text = { text: 'Good' };

/** An engine whose network is `respond`; `sent` lists what went out. */
function engineOver(respond: (url: URL, init: RequestInit) => Response | Promise<Response>, consent = true) {
  const sent: { url: string; init: RequestInit }[] = [];
  const fetch = (url: URL, init: RequestInit) => {
    sent.push({ url: url.href, init });
    return Promise.resolve(respond(url, init));
  };
  return { engine: createServerEngine({ baseUrl, hasConsent: () => consent, fetch }), sent };
}

function problem(code: 'text-blank' | 'server-busy', status: number, details = {}): Response {
  const error = new UndertoneError(code, details).toData();
  return Response.json({ type: '/problems/' + code, title: error.message, status, ...error }, { status });
}

describe('without consent', () => {
  it('sends nothing at all', async () => {
    const { engine, sent } = engineOver(() => Response.json(answer), false);
    await expect(engine.start()).rejects.toMatchObject({ code: 'consent-missing' });
    await expect(engine.analyze(text)).rejects.toMatchObject({ code: 'consent-missing' });
    expect(sent).toEqual([]);
  });
});

describe('with consent', () => {
  it('becomes ready as what the server says it is', async () => {
    const told = { where: 'server', backend: 'node', threads: 2 };
    const { engine, sent } = engineOver(() => Response.json({ status: 'ready', engine: told }));
    await expect(engine.start()).resolves.toEqual(told);
    expect(engine.state).toEqual({ kind: 'ready', engine: told });
    expect(sent.map(({ url }) => url)).toEqual(['https://tone.example/app/v1/health']);
  });

  it('posts the request to an address below the base and gives the answer as it is', async () => {
    const { engine, sent } = engineOver(() => Response.json(answer));
    await expect(engine.analyze({ text: 'Good', anyLanguage: true })).resolves.toEqual(answer);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toBe('https://tone.example/app/v1/analyze');
    expect(sent[0]?.init.method).toBe('POST');
    expect(sent[0]?.init.body).toBe(JSON.stringify({ text: 'Good', anyLanguage: true }));
  });

  it('reads rows one after the other, those that cannot be read among them', async () => {
    const { engine, sent } = engineOver((_, { body }) =>
      body === JSON.stringify({ text: ' ', anyLanguage: true })
        ? problem('text-blank', 422)
        : Response.json(answer),
    );
    const { results, model } = await engine.readRows(['Good', ' ', 'Good'], { anyLanguage: true });
    expect(results.map(({ kind }) => kind)).toEqual(['read', 'empty', 'read']);
    expect(model).toEqual(answer.model);
    expect(sent).toHaveLength(3);
  });

  it('keeps no result of rows where the server does not answer any more', async () => {
    const { engine } = engineOver(() => problem('server-busy', 503));
    await expect(engine.readRows(['Good'])).rejects.toMatchObject({ code: 'server-busy' });
  });

  it.each([
    ['text-blank', 422, {}],
    ['server-busy', 503, { retryAfterMs: 1000 }],
  ] as const)('hands on a problem with its code and details: %s', async (code, status, details) => {
    const { engine } = engineOver(() => problem(code, status, details));
    await expect(engine.analyze(text)).rejects.toMatchObject({ code, details });
  });

  it.each([
    ['the network fails', () => Promise.reject<Response>(new TypeError('Failed to fetch'))],
    ['a gateway answers in its place', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
    ['something else lives there', () => Response.json({ hello: 'world' })],
    ['a problem has no known code', () => Response.json({ code: 'teapot' }, { status: 418 })],
  ])('says that the server did not answer when %s', async (_, respond) => {
    const { engine } = engineOver(respond);
    await expect(engine.analyze(text)).rejects.toMatchObject({ code: 'server-unreachable' });
    await expect(engine.start()).rejects.toMatchObject({ code: 'server-unreachable' });
  });

  it('lets go of a request on abort and at its end', async () => {
    const hanging = (_: URL, { signal }: RequestInit) =>
      new Promise<Response>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('Aborted.', 'AbortError')));
      });
    const { engine } = engineOver(hanging);
    const abort = new AbortController();
    const stopped = expect(engine.analyze(text, { signal: abort.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    abort.abort();
    await stopped;
    const open = expect(engine.analyze(text)).rejects.toMatchObject({ code: 'cancelled' });
    engine.dispose();
    await open;
  });
});
