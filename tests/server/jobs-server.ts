/** A server of jobs alone, over a real database and with a real model. */
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { ModelInfo } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import { LocalEngine } from '../../server/local-engine.ts';
import { identifyCallers } from '../../server/plugins/callers.ts';
import { answerErrors } from '../../server/plugins/errors.ts';
import { createTokenLimits } from '../../server/plugins/limits.ts';
import { createMemoryLimits } from '../../server/stores/memory-limits.ts';
import { jobsRoute } from '../../server/routes/jobs.ts';
import { anonymousCaller } from '../../server/services/callers.ts';
import { createJobService } from '../../server/services/jobs/job-service.ts';
import type { JobService, JobServiceDeps } from '../../server/services/jobs/job-service.ts';
import { createLifecycle } from '../../server/services/lifecycle.ts';
import { createSecrets } from '../../server/services/secrets.ts';
import { openDatabase } from '../../server/stores/sqlite/database.ts';
import { createSqliteJobQueue } from '../../server/stores/sqlite/job-queue.ts';
import { createSqliteJobStore } from '../../server/stores/sqlite/job-store.ts';
import type { AuditEntry } from '#core/contracts/feedback';
import { fixtureModelsDir } from './fixture-models.ts';

export type Reader = JobServiceDeps['inference'];
type Link = Pick<AuditEntry, 'action' | 'subject' | 'caller' | 'at'>;

export interface JobsServer {
  app: FastifyInstance;
  port: number;
  jobs: JobService;
  /** What the audit was told. */
  links: Link[];
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
        : { name: manifest.name, version: manifest.version, sha256: 'f'.repeat(64) };
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
    model: null,
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
  const links: Link[] = [];
  const jobs = createJobService({
    store: createSqliteJobStore(database),
    queue: createSqliteJobQueue(database, { leaseMs: 5000, lookMs: 50, retryMs: 5 }),
    feedback: { audit: async (link) => void links.push(link) },
    secrets: createSecrets('a secret of the tests, long enough'),
    inference,
    processes: 1,
    maxTextCharacters: 50_000,
    lifetimeMs,
    ...(now === undefined ? {} : { now }),
  });
  const app = Fastify();
  const lifecycle = createLifecycle();
  answerErrors(app, '/tone/');
  identifyCallers(app, {
    keys: { callerOf: (key) => ({ ...anonymousCaller(null), id: key, isAnonymous: false }) },
    tokensPerMinute: null,
  });
  await app.register(
    async (api) =>
      jobsRoute(api, {
        jobs,
        basePath: '/tone/',
        limits: createTokenLimits(createMemoryLimits()),
        maxWaitMs: 30_000,
        refusing: lifecycle.refusing,
      }),
    { prefix: '/tone' },
  );
  if (isReading) jobs.start();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    app,
    port,
    jobs,
    links,
    async stop() {
      lifecycle.beginRefusing();
      await app.close();
      await jobs.close(0);
      database.close();
    },
  };
}
