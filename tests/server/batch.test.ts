/** `POST v1/analyze/batch`: an answer for each item in its place, whatever became of the others. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchAnswer, batchItem } from '#core/contracts/batch';
import type { InferencePool } from '../../server/services/inference/pool.ts';
import { post } from './ask.ts';
import { createFixturePool } from './fixture-pool.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import { germanText, shortText } from './texts.ts';

let engine: InferencePool;
let app: FastifyInstance;
let port = 0;

beforeAll(async () => {
  engine = createFixturePool();
  ({ app } = await createFixtureServer({ inference: engine }));
  port = await listenOnLoopback(app);
  await engine.start();
});
afterAll(async () => {
  await app.close();
  engine.dispose();
});

const items = [
  { id: 'number', text: 5 },
  { id: 'first', text: shortText },
  'no object',
  { text: '  ' },
  { text: germanText },
  { id: 'more', text: shortText, zanzibar: 'a private word' },
  { id: 7, text: shortText },
  { text: `${shortText} ` },
];
const expected = [
  { index: 0, id: 'number', status: 'error', problem: { code: 'input-invalid', status: 400 } },
  { index: 1, id: 'first', status: 'ok' },
  { index: 2, status: 'error', problem: { code: 'input-invalid' } },
  { index: 3, status: 'error', problem: { code: 'text-blank', status: 422 } },
  { index: 4, status: 'error', problem: { code: 'language-unsupported' } },
  { index: 5, id: 'more', status: 'error', problem: { code: 'input-invalid' } },
  { index: 6, status: 'error', problem: { code: 'input-invalid' } },
  { index: 7, status: 'ok' },
];

describe('a batch', () => {
  it('has a result or a problem for each item, in order, and counts them', async () => {
    const { status, body } = await post(port, '/v1/analyze/batch', { items });
    expect(status).toBe(200);
    const answer = batchAnswer.parse(JSON.parse(body.toString()));
    expect(answer.items).toMatchObject(expected);
    expect(answer.summary).toMatchObject({ ok: 2, failed: 6 });
    expect(body.toString()).not.toMatch(/zanzibar|private/);
  });

  it('tells where an item is not of its form', async () => {
    const { body } = await post(port, '/v1/analyze/batch', { items });
    const answer = batchAnswer.parse(JSON.parse(body.toString()));
    const faults = answer.items.map((item) => item.status === 'error' && item.problem.details['faults']);
    expect(faults[0]).toEqual([{ pointer: '/items/0/text', fault: 'invalid_type' }]);
    expect(faults[2]).toEqual([{ pointer: '/items/2', fault: 'invalid_type' }]);
    expect(faults[5]).toEqual([{ pointer: '/items/5', fault: 'unrecognized_keys', members: ['id', 'text'] }]);
    expect(faults[6]).toEqual([{ pointer: '/items/6/id', fault: 'invalid_type' }]);
  });

  it('says the same as lines', async () => {
    const headers = { accept: 'application/x-ndjson' };
    const { status, body } = await post(port, '/v1/analyze/batch', { items }, headers);
    expect(status).toBe(200);
    const lines = body.toString().trimEnd().split('\n');
    expect(lines.map((line) => batchItem.parse(JSON.parse(line)))).toMatchObject(expected);
  });

  it.each([
    ['without items', {}, '/items'],
    ['with none', { items: [] }, '/items'],
    ['with too many', { items: Array.from({ length: 65 }, () => ({ text: shortText })) }, '/items'],
    ['with items that are no list', { items: { text: shortText } }, '/items'],
    ['with aspects that are none', { items: [{ text: shortText }], aspects: [5] }, '/aspects/0'],
  ])('%s is refused as a whole', async (_, body, pointer) => {
    const answer = await post(port, '/v1/analyze/batch', body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      code: 'input-invalid',
      details: { faults: [expect.objectContaining({ pointer })] },
    });
  });
});
