import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../server/app.ts';
import type { AppDeps, AppSettings } from '../../server/app.ts';
import type { Inference } from '../../server/services/inference/inference.ts';
import { createJobService } from '../../server/services/jobs/job-service.ts';
import { createLifecycle } from '../../server/services/lifecycle.ts';
import { createReadiness } from '../../server/services/readiness.ts';
import { createSecrets } from '../../server/services/secrets.ts';
import { createMetrics } from '../../server/services/telemetry/metrics.ts';
import { watchRows } from '../../server/services/telemetry/watch-rows.ts';
import { createTracing } from '../../server/services/telemetry/tracing.ts';
import { openStores } from '../../server/stores/open-stores.ts';
import type { LimitStore } from '../../server/stores/stores.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { createFixturePool } from './fixture-pool.ts';

export interface FixtureServer {
  readonly app: FastifyInstance;
  readonly deps: AppDeps;
  /** Ends everything and removes what was kept. */
  readonly close: () => Promise<void>;
}

export interface FixtureServerOptions extends Partial<Omit<AppDeps, 'settings'>> {
  readonly settings?: Partial<AppSettings>;
  readonly limits?: LimitStore;
  /** Where to keep things instead of in a folder. */
  readonly redisUrl?: string;
  /** How long a reading is evidence that texts can be read. */
  readonly recentMs?: number;
  /** Whether what the server keeps can be reached; it can unless told. */
  readonly ping?: () => Promise<void>;
}

/** The whole server over the tiny models and a data folder of its own; parts that are given are used and not ended. */
export async function createFixtureServer({
  settings,
  limits,
  redisUrl,
  recentMs = 10_000,
  ping,
  ...parts
}: FixtureServerOptions = {}): Promise<FixtureServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'undertone-app-'));
  const secrets = parts.secrets ?? createSecrets('a secret of the test, long enough for it');
  const stores = await openStores(
    { dataDir, cacheEntries: 1000, redisUrl, jobHours: 24, modelWaitMs: 600_000 },
    secrets,
  );
  const inference: Inference = parts.inference ?? createFixturePool();
  const metrics = parts.metrics ?? createMetrics();
  const jobs = createJobService({
    store: stores.jobs,
    queue: stores.queue,
    presence: stores.presence,
    feedback: stores.feedback,
    secrets,
    inference: watchRows(inference, metrics),
    processes: 1,
    maxTextCharacters: settings?.maxTextCharacters ?? 60_000,
    lifetimeMs: 3_600_000,
    onEnded: (elapsedMs) => metrics.jobEnded(elapsedMs),
  });
  metrics.watch({
    model: () => inference.model,
    load: () => inference.load,
    jobs: () => stores.jobs.counts(),
  });
  const lifecycle = parts.lifecycle ?? createLifecycle();
  const deps: AppDeps = {
    inference,
    jobs,
    stores: { ...stores, ...(limits && { limits }) },
    secrets,
    lifecycle,
    readiness: createReadiness({
      inference,
      lifecycle,
      ping: ping ?? (() => stores.ping()),
      recentMs,
    }),
    keys: { callerOf: () => undefined },
    tracing: createTracing(),
    pageDir: null,
    ...parts,
    metrics,
    settings: {
      basePath: '/',
      publicOrigin: undefined,
      modelsDir: fixtureModelsDir,
      maxTextCharacters: 60_000,
      deadlineMs: 30_000,
      tokensPerMinute: undefined,
      corsOrigins: [],
      ...settings,
    },
  };
  const app = buildApp(deps);
  app.addHook('onClose', async () => {
    await jobs.close(1000);
    if (parts.inference === undefined) inference.dispose();
    await stores.close();
    rmSync(dataDir, { recursive: true });
  });
  jobs.start();
  return { app, deps, close: async () => app.close() };
}

/** The port of an app that listens from now on. */
export async function listenOnLoopback(app: FastifyInstance): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
