/** More than can be answered: what is answered does not become less, and the rest is told at once when to come back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { median } from '../../bench/statistics.ts';
import { answerTimesMs, goodput, loadClosed, loadOpen } from './load.ts';
import { createBodies, startLoadServer } from './load-server.ts';
import type { LoadServer } from './load-server.ts';

/** So long that reading them costs many times what refusing them does, to the server and to the callers beside it. */
const sentences = 40;
const busyConnections = 8;
const measureMs = 3000;
/** Far from 1, since callers and server share the processors with whatever else the machine does. */
const leastShareOfCapacity = 0.3;

let server: LoadServer | undefined;
/** Answers a second, as of the last look. */
let capacity: number;
const bodies = createBodies(sentences);

function target() {
  return { port: server?.port ?? 0, path: '/v1/analyze' };
}

/** With as many callers as keep it busy, none of whom may be refused. */
async function measureCapacity(): Promise<number> {
  const load = await loadClosed(target(), { connections: busyConnections, durationMs: measureMs, bodies });
  expect(load.outcomes.filter(({ status }) => status !== 200)).toEqual([]);
  return goodput(load);
}

beforeAll(async () => {
  server = await startLoadServer({ UNDERTONE_MAX_WAIT_MS: '500' });
  await measureCapacity();
  capacity = await measureCapacity();
});

afterAll(() => server?.end());

describe.each([2, 5])('callers who ask for %i times what can be read', (times) => {
  it('do not make it less; those who are refused are told at once, and when to come back', async () => {
    const load = await loadOpen(target(), { perSecond: times * capacity, durationMs: measureMs, bodies });
    const before = capacity;
    capacity = await measureCapacity();

    // Before or after: what slows the machine meanwhile is not the callers' doing.
    expect(goodput(load)).toBeGreaterThan(Math.min(before, capacity) * leastShareOfCapacity);
    expect(capacity).toBeGreaterThan(Math.min(before, goodput(load)) * leastShareOfCapacity);

    const refusals = load.outcomes.filter(({ status }) => status !== 200);
    expect(refusals.length).toBeGreaterThan(load.outcomes.length / 10);
    for (const { status, retryAfter } of refusals) {
      expect(status).toBe(503);
      expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
    }
    const refusalMs = median(refusals.map(({ tookMs }) => tookMs));
    expect(refusalMs).toBeLessThan(median(answerTimesMs(load)) / 2);
  });
});
