/** The server without its process: routes and headers around an engine, ready for `listen` or `inject`. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import Fastify, { LogController } from 'fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { maxBatchItems } from '#core/contracts/batch';
import { maxJobRows } from '#core/contracts/jobs';
import { identifyCallers } from './plugins/callers.ts';
import { answerErrors, sendProblem } from './plugins/errors.ts';
import { headersFor, sendPolicy } from './plugins/headers.ts';
import { watchRequests } from './plugins/request-watch.ts';
import { analyzeRoute } from './routes/analyze.ts';
import { batchRoute } from './routes/batch.ts';
import { appFilesRoute } from './routes/app-files.ts';
import { compatRoute } from './routes/compat.ts';
import { feedbackRoute } from './routes/feedback.ts';
import { healthRoute } from './routes/health.ts';
import { jobsRoute } from './routes/jobs.ts';
import { modelsRoute } from './routes/models.ts';
import { openapiRoute } from './routes/openapi.ts';
import { problemsRoute } from './routes/problems.ts';
import { shareRoute } from './routes/share.ts';
import { createFeedbackService } from './services/feedback/feedback-service.ts';
import type { Inference } from './services/inference/inference.ts';
import type { JobService } from './services/jobs/job-service.ts';
import type { KeyRing } from './services/keys/key-ring.ts';
import type { Lifecycle } from './services/lifecycle.ts';
import { listModels } from './services/model-list.ts';
import { createReadingService } from './services/reading/reading-service.ts';
import type { Secrets } from './services/secrets.ts';
import type { Metrics } from './services/telemetry/metrics.ts';
import { watchReadings } from './services/telemetry/watch-readings.ts';
import type { Tracing } from './services/telemetry/tracing.ts';
import type { Stores } from './stores/stores.ts';

/** A character of JSON written as an escape. */
const escapedCharacterBytes = 6;
/** Beside the texts of a request. */
const bodyMarginBytes = 65_536;
/** For the head and body of a request to arrive. */
const requestTimeoutMs = 60_000;
const smallestCompressedBytes = 1024;
/** Of one batch in the queue, so that its own texts do not make the wait too long. */
const batchItemsAtOnce = 8;
/** Brotli's default of 11 is meant for files that are compressed once. */
const answerBrotliQuality = 4;

/** What is the same on every request; from the configuration. */
export interface AppSettings {
  /** Path of the app, with a slash at both ends. */
  readonly basePath: string;
  /** Origin as the outside sees it; by default the Host header of each request. */
  readonly publicOrigin: string | undefined;
  readonly modelsDir: string;
  /** UTF-16 units. */
  readonly maxTextCharacters: number;
  /** For an answer. */
  readonly deadlineMs: number;
  /** Of one caller, where there is a limit. */
  readonly tokensPerMinute: number | undefined;
}

export interface AppDeps {
  /** Who reads the texts. The caller starts it and ends it. */
  readonly inference: Inference;
  readonly jobs: JobService;
  readonly stores: Pick<Stores, 'cache' | 'feedback' | 'ping'>;
  readonly secrets: Secrets;
  readonly lifecycle: Lifecycle;
  readonly keys: Pick<KeyRing, 'callerOf'>;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly settings: AppSettings;
  /** Absolute path of the built page; null where only the API is served. */
  readonly pageDir: string | null;
  readonly logger?: FastifyServerOptions['logger'];
}

export function buildApp(deps: AppDeps): FastifyInstance {
  const { inference, jobs, stores, secrets, lifecycle, keys, metrics, tracing, settings, pageDir, logger } =
    deps;
  const { basePath, publicOrigin, maxTextCharacters, deadlineMs, tokensPerMinute } = settings;
  const app = Fastify({
    logger: logger ?? false,
    // The usual request lines carry the address with its query, and a query may carry a text.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxTextCharacters * escapedCharacterBytes + bodyMarginBytes,
    requestTimeout: requestTimeoutMs,
    return503OnClosing: false,
    genReqId: () => randomUUID(),
    // An address that cannot be decoded meets no hook, hence no header.
    frameworkErrors: (error, request, reply) => {
      void reply.headers(headersFor(request, { basePath, publicOrigin }));
      sendProblem(error, request, reply, basePath);
    },
  });
  // Of the media types that a foreign page can send unasked, Fastify reads this one.
  app.removeContentTypeParser('text/plain');

  watchRequests(app, { metrics, tracing });
  sendPolicy(app, { basePath, publicOrigin });
  answerErrors(app, basePath);
  identifyCallers(app, { keys, tokensPerMinute: tokensPerMinute ?? null });
  closeConnectionsWhenClosing(app);

  void app.register(
    async (api) => {
      await api.register(fastifyCompress, {
        threshold: smallestCompressedBytes,
        encodings: ['br', 'gzip'],
        brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: answerBrotliQuality } },
        globalDecompression: false,
      });
      api.addHook('onRequest', async (_request, reply) => {
        void reply.header('cache-control', 'no-store');
      });
      const readings = watchReadings(
        createReadingService({ inference, cache: stores.cache, secrets, maxTextCharacters }),
        metrics,
      );
      analyzeRoute(api, { readings, deadlineMs });
      batchRoute(api, {
        readings,
        deadlineMs,
        atOnce: batchItemsAtOnce,
        problemsPath: `${basePath}problems/`,
      });
      compatRoute(api, { readings, deadlineMs });
      healthRoute(api, { inference, lifecycle, ping: () => stores.ping() });
      modelsRoute(api, {
        inference,
        models: () => listModels(settings.modelsDir),
        limits: {
          textCharacters: maxTextCharacters,
          batchItems: maxBatchItems,
          jobRows: maxJobRows,
          tokensPerMinute: tokensPerMinute ?? null,
        },
      });
      jobsRoute(api, { jobs, basePath, maxWaitMs: deadlineMs });
      feedbackRoute(api, { feedback: createFeedbackService({ store: stores.feedback, secrets }) });
      problemsRoute(api);
      openapiRoute(api, basePath);
    },
    { prefix: basePath.slice(0, -1) },
  );
  if (pageDir !== null) {
    shareRoute(app, basePath);
    appFilesRoute(app, pageDir, basePath);
  }
  return app;
}

/** Without this a kept-alive connection with an open request holds the close up for minutes. */
function closeConnectionsWhenClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) void reply.header('connection', 'close');
  });
}
