/** The app as tests inject into it: its stores in a folder of its own, the tiny models, and whatever a test would have otherwise. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../server/app.ts';
import type { AppDeps, AppSettings } from '../../server/app.ts';
import { createJobService } from '../../server/services/jobs/job-service.ts';
import { createLifecycle } from '../../server/services/lifecycle.ts';
import { createReadiness } from '../../server/services/readiness.ts';
import { createSecrets } from '../../server/services/secrets.ts';
import { createMetrics } from '../../server/services/telemetry/metrics.ts';
import { watchRows } from '../../server/services/telemetry/watch-rows.ts';
import { startTracing } from '../../server/services/telemetry/tracing.ts';
import { openStores } from '../../server/stores/open-stores.ts';
import { fixtureModelsDir } from './fixture-models.ts';

export type FixtureAppParts = Pick<AppDeps, 'inference'> &
  Partial<Omit<AppDeps, 'settings'>> & {
    readonly settings?: Partial<AppSettings>;
    /** Readings that are remembered; none unless told. */
    readonly cacheEntries?: number;
    /** How long a reading is evidence that texts can be read. */
    readonly recentMs?: number;
    /** Whether what the server keeps can be reached; it can unless told. */
    readonly ping?: () => Promise<void>;
  };

/** Nothing is left of it when it is closed, but for the inference, which is the test's. */
export async function buildFixtureApp({
  settings,
  cacheEntries = 0,
  recentMs = 10_000,
  ping,
  ...parts
}: FixtureAppParts): Promise<FastifyInstance> {
  const { inference, metrics = createMetrics(), lifecycle = createLifecycle() } = parts;
  const dataDir = await mkdtemp(join(tmpdir(), 'undertone-app-'));
  const secrets = createSecrets('a secret of the tests, long enough for them');
  const stores = await openStores({ dataDir, cacheEntries }, secrets);
  const maxTextCharacters = settings?.maxTextCharacters ?? 200_000;
  const jobs = createJobService({
    store: stores.jobs,
    queue: stores.queue,
    feedback: stores.feedback,
    secrets,
    inference: watchRows(inference, metrics),
    processes: 1,
    maxTextCharacters,
    lifetimeMs: 3_600_000,
    onEnded: (elapsedMs) => metrics.jobEnded(elapsedMs),
  });
  metrics.watch({
    model: () => inference.model,
    load: () => inference.load,
    jobs: () => stores.jobs.counts(),
  });
  const app = buildApp({
    jobs,
    stores,
    secrets,
    lifecycle,
    readiness: createReadiness({
      inference,
      lifecycle,
      ping: ping ?? (() => stores.ping()),
      recentMs,
    }),
    keys: { callerOf: () => undefined },
    metrics,
    tracing: await startTracing({}),
    pageDir: null,
    ...parts,
    settings: {
      basePath: '/',
      publicOrigin: undefined,
      modelsDir: fixtureModelsDir,
      maxTextCharacters,
      deadlineMs: 600_000,
      tokensPerMinute: undefined,
      corsOrigins: [],
      ...settings,
    },
  });
  app.addHook('onClose', async () => {
    await jobs.close(0);
    await stores.close();
    await rm(dataDir, { recursive: true });
  });
  jobs.start();
  return app;
}

/** Listens on this machine, wherever there is room. @returns the port */
export async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
