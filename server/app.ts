/** The server without its process: routes and headers around an engine, ready for `listen` or `inject`. */
import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import Fastify, { LogController } from 'fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { maxBatchItems } from '#core/contracts/batch';
import { maxJobRows } from '#core/contracts/jobs';
import { answerClientError } from './client-errors.ts';
import { readCodingNames, readJsonInUtf8 } from './plugins/bodies.ts';
import { identifyCallers } from './plugins/callers.ts';
import { allowOrigins, showRefusals } from './plugins/cors.ts';
import { refuseWhenStopping } from './plugins/draining.ts';
import { answerErrors, bodyEncodings, sendProblem } from './plugins/errors.ts';
import { headersFor, sendPolicy } from './plugins/headers.ts';
import { createTokenLimits } from './plugins/limits.ts';
import { watchRequests } from './plugins/request-watch.ts';
import { endSlowBodies } from './plugins/slow-bodies.ts';
import { dropUnreadBodies } from './plugins/unread-bodies.ts';
import { requestIdOf } from './request-id.ts';
import { analyzeRoute } from './routes/analyze.ts';
import { batchRoute } from './routes/batch.ts';
import { appFilesRoute } from './routes/app-files.ts';
import { compatRoute } from './routes/compat.ts';
import { docsAtBase, docsRoute } from './routes/docs.ts';
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
import type { LifecycleControl } from './services/lifecycle.ts';
import { listModels } from './services/model-list.ts';
import type { Readiness } from './services/readiness.ts';
import { createReadingService } from './services/reading/reading-service.ts';
import type { Secrets } from './services/secrets.ts';
import type { Metrics } from './services/telemetry/metrics.ts';
import { watchFeedback } from './services/telemetry/watch-feedback.ts';
import { watchLimits } from './services/telemetry/watch-limits.ts';
import { watchReadings } from './services/telemetry/watch-readings.ts';
import type { Tracing } from './services/telemetry/tracing.ts';
import type { Stores } from './stores/stores.ts';

/** A character of JSON written as an escape. */
const escapedCharacterBytes = 6;
/** Beside the texts of a request. */
const bodyMarginBytes = 65_536;
/** Of routes that do not say: a correction with its text is the most. */
const usualBodyBytes = 512 * 1024;
/** The texts of a batch share it: who has more hands over a job. */
const leastBatchBytes = 4 * 1024 * 1024;
const maxHeaderBytes = 8192;
const headTimeoutMs = 10_000;
/** For a whole body. */
const bodyTimeoutMs = 30_000;
/** For the longest upload of a job. */
const requestTimeoutMs = 600_000;
const checkConnectionsEveryMs = 5000;
/** More are turned away before they are read. */
const maxConnections = 2000;
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
  /** Of pages elsewhere that may ask. */
  readonly corsOrigins: readonly string[];
}

export interface AppDeps {
  /** Who reads the texts. The caller starts it and ends it. */
  readonly inference: Inference;
  readonly jobs: JobService;
  readonly stores: Pick<Stores, 'cache' | 'feedback' | 'limits' | 'ping'>;
  readonly secrets: Secrets;
  readonly lifecycle: LifecycleControl;
  readonly keys: Pick<KeyRing, 'callerOf'>;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly readiness: Readiness;
  readonly settings: AppSettings;
  /** Absolute path of the built page; null where only the API is served. */
  readonly pageDir: string | null;
  readonly logger?: FastifyServerOptions['logger'];
}

export function buildApp(deps: AppDeps): FastifyInstance {
  const {
    inference,
    jobs,
    stores,
    secrets,
    lifecycle,
    keys,
    metrics,
    tracing,
    readiness,
    settings,
    pageDir,
    logger,
  } = deps;
  const { basePath, publicOrigin, maxTextCharacters, deadlineMs, tokensPerMinute, corsOrigins } = settings;
  const textBytes = maxTextCharacters * escapedCharacterBytes + bodyMarginBytes;
  const app = Fastify({
    logger: logger ?? false,
    // The usual request lines carry the address with its query, and a query may carry a text.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: usualBodyBytes,
    requestTimeout: requestTimeoutMs,
    http: {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: headTimeoutMs,
      connectionsCheckingInterval: checkConnectionsEveryMs,
      // Refused by us instead, with all that an answer has.
      requireHostHeader: false,
    },
    return503OnClosing: false,
    genReqId: requestIdOf,
    clientErrorHandler: ({ code }, socket) => answerClientError(code, socket, `${basePath}problems/`),
    // An address that cannot be decoded meets no hook, hence no header.
    frameworkErrors: (error, request, reply) => {
      void reply.headers(headersFor(request, { basePath, publicOrigin }));
      sendProblem(error, request, reply, basePath);
    },
  });
  app.server.maxConnections = maxConnections;
  // Node would refuse what is expected beyond its own `100-continue`, and may as well not mind it (RFC 9110, 10.1.1).
  app.server.on('checkExpectation', (...asked) => app.server.emit('request', ...asked));
  // Of the media types that a foreign page can send unasked, Fastify reads this one.
  app.removeContentTypeParser('text/plain');
  readJsonInUtf8(app);

  watchRequests(app, { metrics, tracing });
  sendPolicy(app, { basePath, publicOrigin });
  answerErrors(app, basePath);
  showRefusals(app, corsOrigins);
  identifyCallers(app, { keys, tokensPerMinute: tokensPerMinute ?? null });
  refuseWhenStopping(app, lifecycle);
  endSlowBodies(app, bodyTimeoutMs);
  dropUnreadBodies(app);

  void app.register(
    async (api) => {
      await allowOrigins(api, corsOrigins);
      readCodingNames(api);
      await api.register(fastifyCompress, {
        threshold: smallestCompressedBytes,
        encodings: ['br', 'gzip'],
        brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: answerBrotliQuality } },
        // What comes out counts against the limit of the route.
        requestEncodings: [...bodyEncodings],
      });
      api.addHook('onRequest', async (_request, reply) => {
        void reply.header('cache-control', 'no-store');
      });
      const readings = watchReadings(
        createReadingService({ inference, cache: stores.cache, secrets, maxTextCharacters }),
        metrics,
      );
      const shares = createTokenLimits(stores.limits);
      const limits = watchLimits(shares, metrics);
      analyzeRoute(api, { readings, limits, deadlineMs, bodyLimit: textBytes });
      batchRoute(api, {
        readings,
        limits,
        deadlineMs,
        atOnce: batchItemsAtOnce,
        problemsPath: `${basePath}problems/`,
        bodyLimit: Math.max(textBytes, leastBatchBytes),
      });
      compatRoute(api, { readings, limits, deadlineMs, bodyLimit: textBytes });
      healthRoute(api, { inference, lifecycle, readiness });
      const models = () => listModels(settings.modelsDir);
      modelsRoute(api, {
        inference,
        models,
        limits: {
          textCharacters: maxTextCharacters,
          batchItems: maxBatchItems,
          jobRows: maxJobRows,
          tokensPerMinute: tokensPerMinute ?? null,
        },
      });
      jobsRoute(api, { jobs, limits, basePath, maxWaitMs: deadlineMs, refusing: lifecycle.refusing });
      feedbackRoute(api, {
        feedback: watchFeedback(
          createFeedbackService({
            store: stores.feedback,
            secrets,
            modelNames: async () => (await models()).map(({ name }) => name),
          }),
          metrics,
        ),
        limits: shares,
      });
      problemsRoute(api);
      openapiRoute(api, basePath);
      docsRoute(api, { basePath, publicOrigin });
    },
    { prefix: basePath.slice(0, -1) },
  );
  if (pageDir === null) docsAtBase(app, basePath);
  else {
    shareRoute(app, basePath);
    appFilesRoute(app, pageDir, basePath);
  }
  return app;
}
