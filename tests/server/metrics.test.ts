import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Health } from '#core/contracts/service';
import { startMetricsServer } from '../../server/metrics-server.ts';
import type { MetricsServer } from '../../server/metrics-server.ts';
import type { InferencePool } from '../../server/services/inference/pool.ts';
import { createMetrics } from '../../server/services/telemetry/metrics.ts';
import { ask, post } from './ask.ts';
import { createFixturePool } from './fixture-pool.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import type { FixtureServer } from './fixture-server.ts';
import { scrape as scrapeAt } from './scrape.ts';
import { germanText } from './texts.ts';

let inference: InferencePool;
let server: FixtureServer;
let port: number;
let figures: MetricsServer;

const readiness = async (): Promise<Health> => ({ status: 'draining' });
const markedText = 'The zyzzyva soup was good.';

beforeAll(async () => {
  const metrics = createMetrics();
  inference = createFixturePool({ onRun: (cost) => metrics.runEnded(cost) });
  server = await createFixtureServer({ inference, metrics });
  port = await listenOnLoopback(server.app);
  const started = await startMetricsServer({
    wantedPort: 0,
    apiPort: port,
    metrics: server.deps.metrics,
    readiness,
  });
  if (started === null) throw new Error('There is no server of metrics.');
  figures = started;
  await server.deps.inference.start();
});
afterAll(async () => {
  await figures.close();
  await server.close();
  inference.dispose();
});

const scrape = (): Promise<Map<string, number>> => scrapeAt(figures.port);

describe('the figures', () => {
  it('count what was asked for, answered and remembered', async () => {
    await post(port, '/v1/analyze', { text: markedText });
    await post(port, '/v1/analyze', { text: markedText });
    await post(port, '/v1/analyze', { text: germanText });
    await post(port, '/v1/analyze/batch', { items: [{ text: markedText }, { text: ' ' }] });
    const series = await scrape();
    const value = (name: string): number | undefined => series.get(`undertone_${name}`);
    expect(value('http_request_duration_seconds_count{method="POST",route="/v1/analyze",status="200"}')).toBe(
      2,
    );
    expect(value('http_request_duration_seconds_count{method="POST",route="/v1/analyze",status="422"}')).toBe(
      1,
    );
    expect(value('cache_requests_total{result="hit"}')).toBe(2);
    expect(value('cache_requests_total{result="miss"}')).toBe(1);
    expect(value('admission_total{class="interactive",decision="accepted"}')).toBe(2);
    expect(value('admission_total{class="interactive",decision="invalid"}')).toBe(1);
    expect(value('admission_total{class="batch",decision="accepted"}')).toBe(1);
    expect(value('admission_total{class="batch",decision="invalid"}')).toBe(1);
    expect(value('language_total{code="de"}')).toBe(1);
    expect(value('confidence_ratio_count')).toBe(3);
    // Reading from memory took no time of those who read.
    expect(value('tokenize_duration_seconds_count')).toBe(1);
    expect(value('http_requests_in_flight')).toBe(0);
  });

  it('tell how it stands with those who read', async () => {
    const series = await scrape();
    expect(series.get('undertone_worker_up{worker="0"}')).toBe(1);
    expect(series.get('undertone_worker_restarts_total{worker="0",reason="died"}')).toBe(0);
    expect(series.get('undertone_queue_depth{class="interactive"}')).toBe(0);
    expect(series.get('undertone_jobs{state="queued"}')).toBe(0);
    expect([...series.keys()].filter((name) => name.startsWith('undertone_model_info{'))).toHaveLength(1);
    if (process.platform === 'linux') {
      expect(series.get('undertone_worker_rss_bytes{worker="0"}')).toBeGreaterThan(1_000_000);
    }
  });

  it('have no series that a caller can make', async () => {
    await ask(port, '/v1/models/zyzzyva?text=qwertz');
    await ask(port, '/zyzzyva/qwertz', { method: 'PURGE' });
    await ask(port, '/problems/zyzzyva');
    const own = server.deps.inference.model?.version;
    for (const [name, version] of [
      ['Undertone', own],
      ['Undertone', 'qwertz'],
      ['zyzzyva', 'qwertz'],
    ]) {
      const answer = await post(port, '/v1/feedback', {
        resultId: 'zyzzyva',
        model: { name, version, sha256: 'qwertz' },
        predicted: { label: 'positive', confidence: 1 },
        corrected: { label: 'negative' },
        consent: { storeText: false, train: false },
      });
      expect(answer.status).toBe(name === 'Undertone' ? 201 : 400);
    }
    const before = await scrape();
    for (let i = 0; i < 20; i += 1) {
      await ask(port, `/zyzzyva/${i}?${i}`);
      await ask(port, `/v1/jobs/${i}`);
      await ask(port, `/v1/models/${i}`);
    }
    const names = [...(await scrape()).keys()];
    expect(names.join('\n')).not.toMatch(/zyzzyva|qwertz|PURGE/i);
    const added = names.filter((name) => !before.has(name) && name.startsWith('undertone_'));
    // A route and a status that were new, and their buckets.
    expect(new Set(added.map((name) => /route="([^"]*)"/.exec(name)?.[1]))).toEqual(
      new Set(['/v1/jobs/:id', 'none']),
    );
    for (const version of [own, 'other']) {
      const name = `undertone_feedback_total{model="Undertone",version="${version}",agree="false"}`;
      expect(before.get(name)).toBe(1);
    }
  });

  it('count the rows of jobs, and how long a job takes', async () => {
    const before = await scrape();
    const rows = ['The soup was good.', 'The soup was bad.', '', germanText];
    await post(port, '/v1/jobs', { items: rows.map((text) => ({ text })) }, { 'idempotency-key': 'rows' });
    const counted = (series: Map<string, number>): number =>
      (series.get('undertone_confidence_ratio_count') ?? 0) -
      (before.get('undertone_confidence_ratio_count') ?? 0);
    await expect
      .poll(async () => (await scrape()).get('undertone_job_duration_seconds_count'), { timeout: 20_000 })
      .toBe(1);
    const series = await scrape();
    expect(counted(series)).toBe(2);
    expect(series.get('undertone_admission_total{class="jobs",decision="accepted"}')).toBe(4);
    expect(series.get('undertone_jobs{state="succeeded"}')).toBe(1);
  });

  it('count what the processes read at a time', async () => {
    const before = await scrape();
    const items = [1, 2, 3].map((number) => ({ text: `The soup was good, number ${number}.` }));
    await post(port, '/v1/analyze/batch', { items });
    const series = await scrape();
    const added = (name: string): number => (series.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(added('undertone_batch_items_sum')).toBe(3);
    expect(added('undertone_batch_items_count')).toBeLessThanOrEqual(3);
    expect(added('undertone_batch_tokens_count')).toBe(added('undertone_batch_items_count'));
    expect(added('undertone_batch_tokens_sum')).toBe(added('undertone_input_tokens_sum'));
  });

  it('count a caller that has gone, and wait for nobody', async () => {
    const gone = new AbortController();
    const asked = fetch(`http://127.0.0.1:${port}/v1/analyze`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: `${markedText} `.repeat(2000) }),
      signal: gone.signal,
    }).catch(() => 'gone');
    await expect.poll(() => server.deps.inference.load.running).toBe(1);
    gone.abort();
    expect(await asked).toBe('gone');
    await expect.poll(async () => (await scrape()).get('undertone_http_requests_in_flight')).toBe(0);
    const series = await scrape();
    expect(
      series.get(
        'undertone_http_request_duration_seconds_count{method="POST",route="/v1/analyze",status="499"}',
      ),
    ).toBe(1);
    expect(series.get('undertone_admission_total{class="interactive",decision="cancelled"}')).toBe(1);
  });
});

describe('the server of figures', () => {
  it('tells of life and readiness as well', async () => {
    expect(await ask(figures.port, '/livez')).toMatchObject({ status: 200 });
    const ready = await ask(figures.port, '/readyz');
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.body.toString())).toEqual({ status: 'draining' });
    expect(await ask(figures.port, '/')).toMatchObject({ status: 404 });
    expect(await ask(figures.port, '/metrics', { method: 'POST' })).toMatchObject({ status: 405 });
  });

  it('answers no page that has had its name lead here', async () => {
    const answer = await ask(figures.port, '/metrics', { headers: { host: 'elsewhere.example' } });
    expect(answer.status).toBe(403);
    expect(answer.body.toString()).not.toContain('undertone_');
  });

  it('is not there where nobody asked for it and the port is taken, and says so where somebody did', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => {
      squatter.listen(0, '127.0.0.1', resolve);
    });
    const address = squatter.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    const options = { metrics: server.deps.metrics, readiness };
    await expect(
      startMetricsServer({ ...options, wantedPort: undefined, apiPort: taken - 1 }),
    ).resolves.toBeNull();
    await expect(startMetricsServer({ ...options, wantedPort: taken, apiPort: 1 })).rejects.toThrow(
      `Port ${taken} cannot be had for metrics. Set UNDERTONE_METRICS_PORT to another one.`,
    );
    await expect(
      startMetricsServer({ ...options, wantedPort: undefined, apiPort: 65_535 }),
    ).resolves.toBeNull();
    await new Promise((resolve) => squatter.close(resolve));
  });
});
