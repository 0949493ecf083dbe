/** Callers of every kind, as a server meets them over a long time. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { isFinished, jobStatus } from '#core/contracts/jobs';
import type { Random } from '../../bench/random.ts';
import { createShortTexts } from '../../bench/texts.ts';
import { ask, post } from '../ask.ts';
import type { Answer } from '../ask.ts';
import { Connections } from './connections.ts';

/** More than the server remembers, so that it forgets too. */
const differentTexts = 5000;
const longSentences = 40;
const withdrawnSentences = 400;
const batchItems = 16;
const jobRows = 300;
const mostStayMs = 50;
const refusalStatuses = [429, 503];

const sentences = createShortTexts(differentTexts);

function textOf(random: Random, count: number): string {
  const from = Math.floor(random.next() * (sentences.length - count));
  return sentences.slice(from, from + count).join(' ');
}

/** @throws Error where it is neither what was expected nor a refusal that says when to come back */
function check(kind: string, { status, headers, body }: Answer, expected: number): void {
  if (status === expected) return;
  if (refusalStatuses.includes(status) && headers['retry-after'] !== undefined) return;
  throw new Error(`${kind} was answered with ${status}: ${body.toString().slice(0, 300)}`);
}

interface BadRequest {
  path: string;
  body: string;
  expected: number;
}

const badRequests: readonly [BadRequest, ...BadRequest[]] = [
  { path: '/v1/analyze', body: '{"text": ', expected: 400 },
  { path: '/v1/analyze', body: '{"text": 5}', expected: 400 },
  { path: '/v1/analyze', body: '{"text": " "}', expected: 422 },
  { path: '/v1/analyze/batch', body: '{"items": []}', expected: 400 },
  { path: '/v1/jobs', body: '{"items": [{"text": "No key."}]}', expected: 400 },
  { path: '/v1/nowhere', body: '{}', expected: 404 },
];

type Caller = (port: number, random: Random) => Promise<void>;

async function followJob(port: number, random: Random): Promise<void> {
  const items = Array.from({ length: jobRows }, () => ({ text: textOf(random, 1) }));
  const handedOver = await post(port, '/v1/jobs', { items }, { 'idempotency-key': `"${randomUUID()}"` });
  check('A job', handedOver, 202);
  if (handedOver.status !== 202) return;
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(handedOver.body.toString()));
  for (;;) {
    const asked = await ask(port, `/v1/jobs/${id}`, { headers: { prefer: 'wait=5' } });
    check('The status of a job', asked, 200);
    if (asked.status !== 200) continue;
    const { state, progress } = jobStatus.parse(JSON.parse(asked.body.toString()));
    if (!isFinished(state)) continue;
    if (state !== 'succeeded' || progress.done !== jobRows) throw new Error(`A job ended as ${state}.`);
    break;
  }
  check('The results of a job', await ask(port, `/v1/jobs/${id}/results`), 200);
  check('The erasure of a job', await ask(port, `/v1/jobs/${id}`, { method: 'DELETE' }), 204);
}

/** Each with how often it comes among a hundred. */
const callers: readonly { kind: string; often: number; call: Caller }[] = [
  {
    kind: 'short text',
    often: 55,
    call: async (port, random) =>
      check('A short text', await post(port, '/v1/analyze', { text: textOf(random, 1) }), 200),
  },
  {
    kind: 'long text',
    often: 10,
    call: async (port, random) =>
      check('A long text', await post(port, '/v1/analyze', { text: textOf(random, longSentences) }), 200),
  },
  {
    kind: 'batch',
    often: 10,
    call: async (port, random) => {
      const items = Array.from({ length: batchItems }, () => ({ text: textOf(random, 1) }));
      check('A batch', await post(port, '/v1/analyze/batch', { items }), 200);
    },
  },
  {
    kind: 'withdrawn',
    often: 12,
    call: async (port, random) => {
      const connections = new Connections({ port, path: '/v1/analyze' });
      const signal = AbortSignal.timeout(Math.ceil(random.next() * mostStayMs));
      await connections.send(JSON.stringify({ text: textOf(random, withdrawnSentences) }), signal);
      connections.close();
    },
  },
  {
    kind: 'bad request',
    often: 12,
    call: async (port, random) => {
      const { path, body, expected } = random.pick(badRequests);
      const headers = { 'content-type': 'application/json' };
      check('A bad request', await ask(port, path, { method: 'POST', headers, body }), expected);
    },
  },
  { kind: 'job', often: 1, call: followJob },
];

/** Calls in turn until it is over, and counts the calls by kind. */
export async function callOn(
  port: number,
  random: Random,
  over: AbortSignal,
  counts: Map<string, number>,
): Promise<void> {
  const all = callers.reduce((sum, { often }) => sum + often, 0);
  while (!over.aborted) {
    let drawn = random.next() * all;
    const chosen = callers.find(({ often }) => (drawn -= often) < 0);
    if (chosen === undefined) continue;
    await chosen.call(port, random);
    counts.set(chosen.kind, (counts.get(chosen.kind) ?? 0) + 1);
  }
}
