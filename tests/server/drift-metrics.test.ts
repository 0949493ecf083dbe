import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Health } from '#core/contracts/service';
import { startMetricsServer } from '../../server/metrics-server.ts';
import type { MetricsServer } from '../../server/metrics-server.ts';
import { post } from './ask.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import type { FixtureServer } from './fixture-server.ts';
import { scrape } from './scrape.ts';
import { germanText } from './texts.ts';

const readiness = async (): Promise<Health> => ({ status: 'ok' });

let server: FixtureServer;
let port: number;
let figures: MetricsServer;

beforeAll(async () => {
  server = await createFixtureServer();
  port = await listenOnLoopback(server.app);
  const { metrics } = server.deps;
  const started = await startMetricsServer({ wantedPort: 0, apiPort: port, metrics, readiness });
  if (started === null) throw new Error('There is no server of metrics.');
  figures = started;
  await server.deps.inference.start();
});
afterAll(async () => {
  await figures.close();
  await server.close();
});

async function drift(): Promise<Record<string, number>> {
  const series = [...(await scrape(figures.port))];
  return Object.fromEntries(
    series.flatMap(([name, value]) => {
      const feature = /^undertone_drift_psi_ratio\{feature="(.+)"\}$/.exec(name)?.[1];
      return feature === undefined ? [] : [[feature, value]];
    }),
  );
}

const counted = async (): Promise<number> =>
  (await scrape(figures.port)).get('undertone_confidence_ratio_count') ?? 0;

async function readAsJob(texts: readonly string[], key: string): Promise<void> {
  const before = await counted();
  await post(port, '/v1/jobs', { items: texts.map((text) => ({ text })) }, { 'idempotency-key': key });
  await expect.poll(async () => (await counted()) - before, { timeout: 30_000 }).toBe(texts.length);
}

it('is told once there is enough to tell it by, and tells what has changed of texts and rows', async () => {
  const short = Array.from({ length: 2000 }, (_, i) => `Day ${i} was lovely.`);
  await readAsJob(short.slice(0, 1000), 'first');
  await readAsJob(short.slice(1000, 1990), 'second');
  expect(await drift()).toEqual({});
  await post(port, '/v1/analyze/batch', { items: short.slice(1990).map((text) => ({ text })) });
  const steady = await drift();
  expect(Object.keys(steady).toSorted()).toEqual(['characters', 'confidence', 'label', 'language']);
  expect(steady['characters']).toBeLessThan(0.02);
  for (let i = 0; i < 4; i += 1) {
    const items = Array.from({ length: 50 }, (_, n) => ({ text: `${germanText} ${i} ${n}` }));
    await post(port, '/v1/analyze/batch', { items });
  }
  const german = await drift();
  // They are in another language, and so nothing else is known of them.
  expect(german).toEqual({ ...steady, language: expect.any(Number) });
  expect(german['language']).toBeGreaterThan((steady['language'] ?? 0) + 0.5);
  await readAsJob(
    Array.from({ length: 300 }, (_, i) => `Day ${i} was lovely, and so were all of the others behind it.`),
    'longer',
  );
  expect((await drift())['characters']).toBeGreaterThan((steady['characters'] ?? 0) + 0.5);
});
