/** One arm under load, and a job of ours. */
import * as z from 'zod/mini';
import { isFinished, jobStatus } from '../../../src/core/contracts/jobs.ts';
import { answerTimesMs, goodput, loadClosed } from '../../server/load/load.ts';
import { quantile } from '../statistics.ts';
import type { Arm } from './arm.ts';

export interface Figures {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Of one processor, taken by the callers. */
  callersShare: number;
}

export interface Amount {
  connections: number;
  durationMs: number;
}

const microsecondsPerMs = 1000;
const jobPath = 'v1/jobs';
const longPollSeconds = 20;

/**
 * Has callers ask for texts, each its own, until the time is over or the texts are.
 *
 * @throws Error when a text is not answered
 */
export async function measureLoad(
  { port, path }: Arm,
  texts: Iterator<string>,
  { connections, durationMs }: Amount,
): Promise<Figures> {
  const bodies = bodiesOf(texts);
  const before = process.cpuUsage();
  const load = await loadClosed({ port, path }, { connections, durationMs, bodies });
  const used = process.cpuUsage(before);
  const failed = load.outcomes.find(({ status }) => status !== 200);
  if (failed !== undefined) throw new Error(`A text was answered with ${failed.status} on ${path}.`);
  const times = answerTimesMs(load);
  return {
    requestsPerSecond: goodput(load),
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    callersShare: (used.user + used.system) / microsecondsPerMs / load.elapsedMs,
  };
}

function* bodiesOf(texts: Iterator<string>): Generator<string> {
  for (let next = texts.next(); !next.done; next = texts.next()) yield JSON.stringify({ text: next.value });
}

/** Rows per second, from the first byte of the upload to the moment at which the last row is told to be read. */
export async function measureJob({ port }: Arm, texts: readonly string[]): Promise<number> {
  const origin = `http://127.0.0.1:${port}/`;
  const startedAtMs = performance.now();
  const handedOver = await fetch(`${origin}${jobPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': `"${crypto.randomUUID()}"` },
    body: texts.map((text) => `${JSON.stringify({ text })}\n`).join(''),
  });
  if (handedOver.status !== 202) throw new Error(`The job was answered with ${handedOver.status}.`);
  const { id } = z.object({ id: z.string() }).parse(await handedOver.json());
  for (;;) {
    const asked = await fetch(`${origin}${jobPath}/${id}`, {
      headers: { prefer: `wait=${longPollSeconds}` },
    });
    const { state, progress } = jobStatus.parse(await asked.json());
    if (!isFinished(state)) continue;
    const elapsedMs = performance.now() - startedAtMs;
    if (state !== 'succeeded' || progress.done !== texts.length)
      throw new Error(`The job ended as ${state}.`);
    await fetch(`${origin}${jobPath}/${id}`, { method: 'DELETE' });
    return (texts.length * 1000) / elapsedMs;
  }
}
