/** The server with jobs over a real database, read with a real model or whatever a test would have otherwise. */
import type { FastifyInstance } from 'fastify';
import type { ModelInfo } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import { buildApp } from '../../server/app.ts';
import { LocalEngine } from '../../server/local-engine.ts';
import { createMemoryLimits } from '../../server/stores/memory-limits.ts';
import { anonymousCaller } from '../../server/services/callers.ts';
import { createJobService } from '../../server/services/jobs/job-service.ts';
import type { JobService, JobServiceDeps } from '../../server/services/jobs/job-service.ts';
import { createLifecycle } from '../../server/services/lifecycle.ts';
import type { LifecycleControl } from '../../server/services/lifecycle.ts';
import { createSecrets } from '../../server/services/secrets.ts';
import { createMetrics } from '../../server/services/telemetry/metrics.ts';
import { createTracing } from '../../server/services/telemetry/tracing.ts';
import { createMemoryCache } from '../../server/stores/memory-cache.ts';
import { createSqliteFeedbackStore } from '../../server/stores/sqlite/feedback-store.ts';
import { openDatabase } from '../../server/stores/sqlite/database.ts';
import { createSqliteJobQueue } from '../../server/stores/sqlite/job-queue.ts';
import { createSqliteJobStore } from '../../server/stores/sqlite/job-store.ts';
import { createSqliteModelPresence } from '../../server/stores/sqlite/model-presence.ts';
import type { AuditEntry } from '#core/contracts/feedback';
import { fixtureModelsDir } from './fixture-models.ts';
import { createFixturePool } from './fixture-pool.ts';

export type Reader = JobServiceDeps['inference'];

export interface JobsServer {
  app: FastifyInstance;
  port: number;
  jobs: JobService;
  lifecycle: LifecycleControl;
  /** What the audit was told. */
  links(): Promise<AuditEntry[]>;
  stop(): Promise<void>;
}

export interface JobsServerOptions {
  dataDir: string;
  inference: Reader;
  lifetimeMs?: number;
  now?: () => number;
  /** Whether jobs are read; true unless told. */
  isReading?: boolean;
}

/** Reads with the tiny model in this process. */
export function createReader(): Reader & { engine: LocalEngine } {
  const engine = new LocalEngine({ modelsDir: fixtureModelsDir, where: 'server' });
  return {
    engine,
    get model(): ModelInfo | null {
      const { manifest } = engine;
      return manifest === undefined
        ? null
        : { name: manifest.name, version: manifest.version, sha256: manifest.files.weights.sha256 };
    },
    get state() {
      return engine.state;
    },
    readRows: (texts, { anyLanguage, signal } = {}) =>
      engine.readRows(texts, {
        ...(anyLanguage === undefined ? {} : { anyLanguage }),
        ...(signal === undefined ? {} : { signal }),
      }),
  };
}

/** Holds every portion until it is let go, then reads it with the other. */
export function heldReader(reader: Reader): Reader & { letGo: () => void; calls: number; aborted: number } {
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const held = {
    get model() {
      return reader.model;
    },
    get state() {
      return reader.state;
    },
    calls: 0,
    aborted: 0,
    letGo: () => letGo(),
    async readRows(...[texts, options]: Parameters<Reader['readRows']>) {
      held.calls += 1;
      const gone = new Promise<never>((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => {
          held.aborted += 1;
          reject(new UndertoneError('cancelled'));
        });
      });
      await Promise.race([gate, gone]);
      return reader.readRows(texts, options);
    },
  };
  return held;
}

/** Any key is taken, and is the caller's name. */
export async function startJobsServer(options: JobsServerOptions): Promise<JobsServer> {
  const { dataDir, inference, lifetimeMs = 3_600_000, now, isReading = true } = options;
  const database = openDatabase(dataDir);
  const secrets = createSecrets('a secret of the tests, long enough');
  const feedback = createSqliteFeedbackStore(database, secrets);
  const jobs = createJobService({
    store: createSqliteJobStore(database, now),
    queue: createSqliteJobQueue(database, { leaseMs: 5000, lookMs: 50, retryMs: 5 }),
    presence: createSqliteModelPresence(database, 600_000),
    feedback,
    secrets,
    inference,
    processes: 1,
    maxTextCharacters: 50_000,
    lifetimeMs,
    ...(now === undefined ? {} : { now }),
  });
  const lifecycle = createLifecycle();
  // Of the other routes, which nobody asks here.
  const pool = createFixturePool();
  const app = buildApp({
    inference: pool,
    jobs,
    stores: {
      feedback,
      cache: createMemoryCache(0),
      limits: createMemoryLimits(),
      ping: async () => undefined,
    },
    secrets,
    lifecycle,
    keys: { callerOf: (key) => ({ ...anonymousCaller(null), id: key, isAnonymous: false }) },
    metrics: createMetrics(),
    tracing: createTracing(),
    readiness: async () => ({ status: 'ok' }),
    pageDir: null,
    settings: {
      basePath: '/tone/',
      publicOrigin: undefined,
      modelsDir: fixtureModelsDir,
      maxTextCharacters: 50_000,
      deadlineMs: 30_000,
      tokensPerMinute: undefined,
      corsOrigins: [],
    },
  });
  if (isReading) jobs.start();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    app,
    port,
    jobs,
    lifecycle,
    async links() {
      const links: AuditEntry[] = [];
      for await (const link of feedback.auditTrail()) links.push(link);
      return links;
    },
    async stop() {
      lifecycle.beginRefusing();
      await app.close();
      await jobs.close(0);
      pool.dispose();
      database.close();
    },
  };
}
