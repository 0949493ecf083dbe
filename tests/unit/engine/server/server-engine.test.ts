import { describe, expect, it } from 'vitest';
import type { BatchAnswer } from '#core/contracts/batch';
import { UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import type { Problem } from '#core/contracts/problem';
import type { Capabilities } from '#core/contracts/service';
import { maskForServer } from '../../../../src/engine/server/masking.ts';
import { createServerEngine } from '../../../../src/engine/server/server-engine.ts';
import type { ServerEngineOptions } from '../../../../src/engine/server/server-engine.ts';
import { answer } from '../scripted-engine.ts';
import { scriptedPatience } from './scripted-patience.ts';

const baseUrl = 'https://tone.example/app/';
const text = { text: 'Good' };

type Respond = (url: URL, init: RequestInit) => Response | Promise<Response>;

/** An engine whose network is `respond`; `sent` lists what went out. */
function engineOver(respond: Respond, options: Partial<ServerEngineOptions> = {}) {
  const sent: { url: string; init: RequestInit; body: unknown }[] = [];
  const { patience, waits } = scriptedPatience();
  const engine = createServerEngine({
    baseUrl,
    hasConsent: () => true,
    key: () => null,
    isMasking: () => true,
    loadMasking: () => Promise.resolve(maskForServer),
    patience,
    fetch(url, init) {
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
      sent.push({ url: url.href, init, body });
      return Promise.resolve(respond(url, init));
    },
    ...options,
  });
  return { engine, sent, waits };
}

function problemOf(code: ErrorCode, status: number, details = {}): Problem {
  const error = new UndertoneError(code, details).toData();
  const { message: title } = error;
  return { type: `/problems/${code}`, title, status, detail: title, instance: 'urn:uuid:1', ...error };
}

function problem(code: ErrorCode, status: number, details = {}, headers = {}): Response {
  return Response.json(problemOf(code, status, details), { status, headers });
}

const capabilities: Capabilities = {
  model: answer.model,
  tones: ['negative', 'neutral', 'positive'],
  labels: ['negative', 'neutral', 'positive', 'mixed', 'unsure'],
  languages: ['en'],
  limits: {
    textCharacters: 1000,
    batchItems: 2,
    jobRows: 1,
    tokensPerMinute: null,
  },
  engine: { backend: 'node', processes: 1, ready: 1 },
  predictedWaitMs: 0,
};

/** A server that reads rows; what it says of a text is `say`. */
function rowsServer(say: (text: string, index: number) => BatchAnswer['items'][number]): Respond {
  return (url, { body }) => {
    if (url.pathname.endsWith('/v1/capabilities')) return Response.json(capabilities);
    const { items }: { items: { text: string }[] } = JSON.parse(typeof body === 'string' ? body : '');
    const byLabel = { negative: 0, neutral: 0, positive: 0, mixed: 0, unsure: 0 };
    const summary = { ok: 0, failed: 0, byLabel, meanScore: null };
    return Response.json({ items: items.map((item, index) => say(item.text, index)), summary });
  };
}

describe('without consent', () => {
  it('sends nothing at all', async () => {
    const { engine, sent } = engineOver(() => Response.json(answer), { hasConsent: () => false });
    await expect(engine.start()).rejects.toMatchObject({ code: 'consent-missing' });
    await expect(engine.analyze(text)).rejects.toMatchObject({ code: 'consent-missing' });
    await expect(engine.readRows(['Good'])).rejects.toMatchObject({ code: 'consent-missing' });
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
    expect(sent[0]?.body).toEqual({ text: 'Good', anyLanguage: true });
    expect(new Headers(sent[0]?.init.headers).has('authorization')).toBe(false);
  });

  it('sends the key that the person entered, as of now', async () => {
    let key: string | null = null;
    const { engine, sent } = engineOver(
      (_, { headers }) =>
        new Headers(headers).has('authorization') ? Response.json(answer) : problem('unauthenticated', 401),
      { key: () => key },
    );
    await expect(engine.analyze(text)).rejects.toMatchObject({ code: 'unauthenticated' });
    key = 'sesame';
    await expect(engine.analyze(text)).resolves.toEqual(answer);
    expect(new Headers(sent[1]?.init.headers).get('authorization')).toBe('Bearer sesame');
  });

  it.each([
    ['text-blank', 422, {}],
    ['deadline-exceeded', 504, { predictedMs: 70_000 }],
    ['forbidden', 403, { scope: 'analyze' }],
  ] as const)('hands on a problem with its code and details: %s', async (code, status, details) => {
    const { engine, sent } = engineOver(() => problem(code, status, details));
    await expect(engine.analyze(text)).rejects.toMatchObject({ code, details });
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['server-busy', 503],
    ['server-stopping', 503],
    ['rate-limited', 429],
  ] as const)('asks again where the server says that it may: %s', async (code, status) => {
    let asked = 0;
    const { engine, sent, waits } = engineOver(() => {
      asked += 1;
      return asked < 3 ? problem(code, status, {}, { 'retry-after': '4' }) : Response.json(answer);
    });
    await expect(engine.analyze(text)).resolves.toEqual(answer);
    expect(sent).toHaveLength(3);
    expect(waits.filter((wait) => wait?.code === code).length).toBeGreaterThanOrEqual(2);
    expect(waits.at(-1)).toBeNull();
  });

  it.each([
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [413, 'body-too-large'],
    [429, 'rate-limited'],
    [503, 'server-busy'],
    [502, 'server-unreachable'],
  ] as const)('takes the status alone where something answers in its place: %i', async (status, code) => {
    const { engine } = engineOver(() => new Response('<h1>No</h1>', { status }));
    await expect(engine.analyze(text)).rejects.toMatchObject({ code });
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

describe('personal data', () => {
  const own = 'Write to jane@mail.example. Good room.';
  const masked = 'Write to [email]. Good room.';
  const part = { label: 'positive', confidence: 0.9, probabilities: answer.probabilities } as const;
  const about = {
    ...answer,
    sentences: [
      { start: 0, end: 17, ...part },
      { start: 18, end: 28, ...part },
    ],
    evidence: [{ start: 10, end: 15, negative: 0, neutral: 0, positive: 1 }],
  };

  it('stays here, and the answer is about the person’s own text', async () => {
    const { engine, sent } = engineOver(() => Response.json(about));
    const read = await engine.analyze({ text: own, aspects: ['room', 'jane@mail.example'] });
    expect(sent[0]?.body).toEqual({ text: masked, aspects: ['room'] });
    expect(read.sentences.map(({ start, end }) => own.slice(start, end))).toEqual([
      'Write to jane@mail.example.',
      'Good room.',
    ]);
    expect(read.evidence.map(({ start, end }) => own.slice(start, end))).toEqual(['jane@mail.example']);
    expect(read.input.characters).toBe(own.length);
  });

  it('is sent where the person wants it so', async () => {
    const { engine, sent } = engineOver(() => Response.json(answer), { isMasking: () => false });
    await engine.analyze({ text: own });
    expect(sent[0]?.body).toEqual({ text: own });
  });

  it('goes nowhere where what masks it does not come', async () => {
    const loadMasking = () => Promise.reject(new TypeError('Failed to fetch'));
    const { engine, sent } = engineOver(() => Response.json(answer), { loadMasking });
    await expect(engine.analyze({ text: own })).rejects.toMatchObject({ code: 'server-unreachable' });
    await expect(engine.readRows([own])).rejects.toMatchObject({ code: 'server-unreachable' });
    expect(sent).toEqual([]);
  });

  it('has no answer where the server tells of places that the text does not have', async () => {
    const { engine } = engineOver(() =>
      Response.json({ ...about, evidence: [{ ...about.evidence[0], end: 99 }] }),
    );
    await expect(engine.analyze({ text: own })).rejects.toMatchObject({ code: 'server-unreachable' });
  });

  it('stays here with rows as well', async () => {
    const result = { ...about, evidence: [] };
    const { engine, sent } = engineOver(rowsServer((_, index) => ({ index, status: 'ok', result })));
    const { results } = await engine.readRows([own], { anyLanguage: false });
    expect(sent.at(-1)?.body).toEqual({ items: [{ text: masked }], anyLanguage: false });
    expect(results).toMatchObject([
      { kind: 'read', reading: { sentences: [{ end: 27 }, { start: 28, end: 38 }] } },
    ]);
  });
});

describe('rows', () => {
  it('are sent together, within what the server says it takes, which is asked once', async () => {
    const { engine, sent } = engineOver(
      rowsServer((row, index) =>
        row === ' '
          ? { index, status: 'error', problem: problemOf('text-blank', 422) }
          : { index, status: 'ok', result: answer },
      ),
    );
    const { results, model } = await engine.readRows(['Good', ' ', 'Good'], { anyLanguage: true });
    expect(results.map(({ kind }) => kind)).toEqual(['read', 'empty', 'read']);
    expect(model).toEqual(answer.model);
    expect(sent.map(({ url, body }) => [url.slice(baseUrl.length), body])).toEqual([
      ['v1/capabilities', null],
      ['v1/analyze/batch', { items: [{ text: 'Good' }, { text: ' ' }], anyLanguage: true }],
      ['v1/analyze/batch', { items: [{ text: 'Good' }], anyLanguage: true }],
    ]);
    await engine.readRows(['Good']);
    expect(sent).toHaveLength(4);
  });

  it('have no result where the server does not answer any more', async () => {
    const { engine } = engineOver((url) =>
      url.pathname.endsWith('/batch') ? problem('server-busy', 503) : Response.json(capabilities),
    );
    await expect(engine.readRows(['Good'])).rejects.toMatchObject({ code: 'server-busy' });
  });

  it('ask again what the server takes where it did not say', async () => {
    let asked = 0;
    const { engine } = engineOver((url, init) => {
      asked += 1;
      if (asked === 1) return problem('unauthenticated', 401);
      return rowsServer((_, index) => ({ index, status: 'ok', result: answer }))(url, init);
    });
    await expect(engine.readRows(['Good'])).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(engine.readRows(['Good'])).resolves.toMatchObject({ results: [{ kind: 'read' }] });
  });
});
