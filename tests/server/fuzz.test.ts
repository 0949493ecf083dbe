import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { feedbackReceipt } from '#core/contracts/feedback';
import { jobStatus } from '#core/contracts/jobs';
import { problem } from '#core/contracts/problem';
import { modelList, scopes } from '#core/contracts/service';
import type { Caller } from '../../server/services/callers.ts';
import { errorsOf } from '../../server/openapi/operation.ts';
import type { Operation } from '../../server/openapi/operation.ts';
import { operations } from '../../server/openapi/operations.ts';
import type { JsonSchema } from '../../server/openapi/schemas.ts';
import { compatError } from '../../server/routes/compat.ts';
import { createFixtureServer } from './fixture-server.ts';
import type { FixtureServer } from './fixture-server.ts';
import { valuesOf } from './schema-arbitrary.ts';

const seed = 20_260_105;
const timeLimitMs = 20_000;
/** In every text that is sent, and in nothing that is answered. */
const mark = 'zyzzyva';
const mayBeTriedAgain = new Set(['server-busy', 'server-stopping']);

const anySchema = z.custom<JsonSchema>((value) => typeof value === 'object' && value !== null);
const documented = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        parameters: z.optional(
          z.array(
            z.object({
              name: z.string(),
              in: z.enum(['path', 'query', 'header']),
              required: z.boolean(),
              schema: anySchema,
            }),
          ),
        ),
        requestBody: z.optional(z.object({ content: z.record(z.string(), z.object({ schema: anySchema })) })),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), anySchema) }),
});
type Documented = z.infer<typeof documented>;
type DocumentedOperation = Documented['paths'][string][string];

interface Sent {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly payload: string | undefined;
}

const everything: Caller = {
  id: 'all',
  scopes: new Set(scopes),
  isAnonymous: false,
  tokensPerMinute: null,
};

let server: FixtureServer;
let document: Documented;
/** Of what is there, so that more is met than what is not there. */
const present: string[] = [];
let correction = { id: '', receipt: '' };
let modelName = '';

beforeAll(async () => {
  server = await createFixtureServer({
    keys: { callerOf: (key) => (key === 'all' ? everything : undefined) },
  });
  await server.deps.inference.start();
  document = documented.parse((await server.app.inject('/openapi.json')).json());
  const { models } = modelList.parse((await server.app.inject('/v1/models')).json());
  modelName = models[0]?.name ?? '';
  present.push(...models.map(({ id }) => id), 'text-blank', 'style.css');
  const corrected = await server.app.inject({
    method: 'POST',
    url: '/v1/feedback',
    payload: {
      resultId: 'an_1',
      model: models[0],
      predicted: { label: 'unsure', confidence: 0.5 },
      corrected: { label: 'neutral' },
      consent: { storeText: false, train: false },
    },
  });
  correction = feedbackReceipt.parse(corrected.json());
  for (const headers of [{}, { authorization: 'Bearer all' }]) {
    const job = await server.app.inject({
      method: 'POST',
      url: '/v1/jobs',
      headers: { ...headers, 'idempotency-key': 'first' },
      payload: { items: [{ text: 'The soup was good.' }, { text: '' }] },
    });
    present.push(jobStatus.parse(job.json()).id);
  }
});
afterAll(() => server.close());

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '..',
    '../..',
    'null',
    '-1',
    '1e999',
    '\ud800',
    '\u202e',
    '%',
    'a'.repeat(5000),
  ),
);
/** What a header may hold (RFC 9110, 5.5), and what programs put there by mistake. */
const oddHeader = fc.oneof(
  fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,60}$/),
  fc.constantFrom(
    '',
    ',',
    '"',
    ';;;',
    'wait=',
    'wait=-1',
    'wait=999999',
    'q=',
    '*/*;q=x',
    '\t',
    'x'.repeat(4000),
  ),
);
const oddHeaderName = fc.constantFrom(
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'x-api-key',
  'content-encoding',
  'expect',
  'host',
  'idempotency-key',
  'if-none-match',
  'last-event-id',
  'origin',
  'prefer',
  'range',
  'traceparent',
  'tracestate',
  'x-feedback-receipt',
  'x-forwarded-for',
  'x-request-id',
);
const mediaTypes = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'application/jsonp',
  'application/x-ndjson',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/csv',
  'text/csv; charset=nothing',
  'text/plain',
  'text/tab-separated-values',
  '*/*',
  'json',
  '',
);

const oddJson = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    '',
    'null',
    '[]',
    '{}',
    '"',
    '{"text":',
    '{"text":1e400}',
    '{"text":-0}',
    '{"__proto__":{"text":"x"}}',
    '{"constructor":{"prototype":{}}}',
    '{"text":"a","text":null}',
    '\ufeff{"text":"a"}',
    '{"text":"\\ud800"}',
    '{"items":[null]}',
    '{"items":{"length":1}}',
    `{"items":${'['.repeat(3000)}${']'.repeat(3000)}}`,
    `${'{"text":'.repeat(2000)}1${'}'.repeat(2000)}`,
    `{"text":${'9'.repeat(500)}}`,
    'NaN',
    'undefined',
  ),
);

/** A value with one of its members exchanged, doubled under another name, or gone. */
function spoiled(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return fc.jsonValue();
  const entries = Object.entries(value);
  if (entries.length === 0) return fc.jsonValue();
  return fc
    .tuple(
      fc.nat(entries.length - 1),
      fc.constantFrom('exchange', 'rename', 'remove', 'add'),
      fc.jsonValue({ maxDepth: 3 }),
    )
    .map(([place, how, other]) => {
      const rest = entries.filter((_, each) => each !== place);
      const [name, kept] = entries[place] ?? ['', null];
      if (how === 'exchange') return Object.fromEntries([...rest, [name, other]]);
      if (how === 'rename') return Object.fromEntries([...rest, [`${name} ${mark}`, kept]]);
      if (how === 'remove') return Object.fromEntries(rest);
      return Object.fromEntries([...entries, [mark, other]]);
    });
}

/** Texts with the mark in them, so that it shows where one comes back, and models that are read with here. */
function marked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null) return value;
  const isModel = 'sha256' in value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      if (name === 'name' && isModel) return [name, modelName];
      return [name, name === 'text' && typeof each === 'string' ? `${mark} ${each}` : marked(each)];
    }),
  );
}

function bodies(operation: DocumentedOperation): fc.Arbitrary<{ type: string; payload: string } | undefined> {
  const { content = {} } = operation.requestBody ?? {};
  const right = Object.entries(content).map(([type, { schema }]) => {
    const values = valuesOf(schema, document.components.schemas);
    const written = (value: unknown): string =>
      schema.type === 'string' && typeof value === 'string' ? value : JSON.stringify(marked(value));
    return fc
      .oneof({ weight: 3, arbitrary: values }, { weight: 2, arbitrary: values.chain(spoiled) })
      .map((value) => ({ type, payload: written(value) ?? '' }));
  });
  const odd = fc.record({ type: mediaTypes, payload: fc.oneof(oddJson, oddText) });
  return right.length === 0
    ? fc.option(odd, { nil: undefined, freq: 4 })
    : fc.oneof(
        { weight: 4, arbitrary: fc.oneof(...right) },
        { weight: 2, arbitrary: odd },
        { weight: 1, arbitrary: fc.constant(undefined) },
      );
}

function requests({ path }: Operation, operation: DocumentedOperation): fc.Arbitrary<Sent> {
  const { parameters = [] } = operation;
  const there = path.startsWith('/v1/feedback/') ? [correction.id] : present;
  const named = parameters.map(({ name, in: place, required, schema }) =>
    fc.record({
      name: fc.constant(name),
      place: fc.constant(place),
      value: fc.option(
        fc.oneof(
          ...(place === 'path' ? [{ weight: 4, arbitrary: fc.constantFrom(...there) }] : []),
          ...(name === 'X-Feedback-Receipt'
            ? [{ weight: 4, arbitrary: fc.constant(correction.receipt) }]
            : []),
          valuesOf(schema, document.components.schemas).map(String),
          place === 'header' ? oddHeader : oddText,
        ),
        // What need not be there is left out as often: many wrong ones together would hide each other.
        { nil: undefined, freq: required ? 4 : 1 },
      ),
    }),
  );
  return fc
    .record({
      named: fc.tuple(...named),
      odd: fc.dictionary(oddHeaderName, oddHeader, { maxKeys: 2 }),
      query: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(fc.tuple(oddText, oddText), { maxLength: 2 }) },
      ),
      isAll: fc.boolean(),
      body: bodies(operation),
    })
    .map(({ named: given, odd, query, isAll, body }) => {
      const search = new URLSearchParams([...query]);
      const headers: Record<string, string> = isAll ? { authorization: 'Bearer all' } : {};
      let filled = path;
      for (const { name, place, value } of given) {
        if (place === 'path') filled = filled.replace(`{${name}}`, encoded(value ?? 'none'));
        else if (value === undefined) continue;
        else if (place === 'query') search.append(name, value);
        else if (/^[\x20-\x7e\x80-\xff]*$/.test(value)) headers[name.toLowerCase()] = value;
      }
      if (body !== undefined) headers['content-type'] = body.type;
      return {
        path: search.size === 0 ? filled : `${filled}?${search.toString()}`,
        headers: { ...headers, ...odd },
        payload: body?.payload,
      };
    });
}

/** A segment: half of a character has no code of its own. */
function encoded(value: string): string {
  return encodeURIComponent(Buffer.from(value).toString()) || '%20';
}

async function check(operation: Operation, { path, headers, payload }: Sent): Promise<number> {
  const answer = await server.app.inject({
    method: operation.method === 'get' ? 'GET' : operation.method === 'post' ? 'POST' : 'DELETE',
    url: path,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
  const { statusCode: status, body, headers: told } = answer;
  const type = String(told['content-type'] ?? '').split(';', 1)[0] ?? '';
  expect(told['x-request-id'], path).toBeDefined();
  const documentedAnswer = operation.answers.find((each) => each.status === status);
  if (documentedAnswer !== undefined) {
    const schema = documentedAnswer.content?.[type]?.schema;
    expect(schema === undefined, `${status} ${type}`).toBe(documentedAnswer.content === undefined);
    if (schema === undefined || told['content-encoding'] !== undefined) return status;
    const values =
      type.endsWith('json') && type !== 'application/json'
        ? body
            .split('\n')
            .filter((line) => line !== '')
            .map((line): unknown => JSON.parse(line))
        : [type === 'application/json' ? answer.json<unknown>() : body];
    for (const value of values) expect(schema.safeParse(value).error, body).toBeUndefined();
    return status;
  }
  expect(status, body).toBeGreaterThanOrEqual(400);
  expect(body).not.toMatch(new RegExp(`${mark}|\\n\\s+at |node_modules|\\.ts:`));
  if (operation.hasPlainErrors === true && type === 'application/json') {
    expect(compatError.safeParse(answer.json()).error, body).toBeUndefined();
  } else {
    expect(type, body).toBe('application/problem+json');
    const { code, status: own } = problem.parse(answer.json());
    expect(own).toBe(status);
    expect(errorsOf(operation), body).toContain(code);
    if (status >= 500) {
      expect(mayBeTriedAgain, body).toContain(code);
      expect(told['retry-after']).toBeDefined();
    }
  }
  expect(status === 503 || status < 500, `${status} ${body}`).toBe(true);
  return status;
}

describe('whatever is sent', () => {
  it.each(operations.map((operation) => [operation.id, operation] as const))(
    'to %s is answered as documented, or with a problem of the catalogue',
    async (_id, operation) => {
      const described = document.paths[operation.path]?.[operation.method];
      if (described === undefined) throw new Error('It is not in the document.');
      const statuses = new Set<number>();
      await fc.assert(
        fc.asyncProperty(requests(operation, described), async (sent) => {
          statuses.add(await check(operation, sent));
        }),
        {
          seed,
          numRuns: operation.body === undefined ? 100 : 200,
          plugins: [fc.interruptAfterTimeLimit(timeLimitMs)],
        },
      );
      // Else it would be doors alone that were tried.
      expect([...statuses].filter((status) => status < 300)).not.toEqual([]);
      expect([...statuses].filter((status) => status >= 400)).not.toEqual([]);
    },
    timeLimitMs * 3,
  );
});
