/** The server without its process: routes and headers around an engine, ready for `listen` or `inject`. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import Fastify, { LogController } from 'fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { maxTextCharacters } from '#core/contracts/analysis';
import type { Engine } from '#core/engine';
import { answerErrors, sendProblem } from './plugins/errors.ts';
import { headersFor, sendPolicy } from './plugins/headers.ts';
import { analyzeRoute } from './routes/analyze.ts';
import { appFilesRoute } from './routes/app-files.ts';
import { compatRoute } from './routes/compat.ts';
import { healthRoute } from './routes/health.ts';
import { problemsRoute } from './routes/problems.ts';
import { shareRoute } from './routes/share.ts';

/** The longest text with every character escaped as six bytes, and room for the rest of a request. */
const maxBodyBytes = maxTextCharacters * 6 + 65_536;
/** For the head and body of a request to arrive. */
const requestTimeoutMs = 60_000;
const smallestCompressedBytes = 1024;
/** Brotli's default of 11 is meant for files that are compressed once. */
const answerBrotliQuality = 4;

export interface AppDeps {
  /** Who reads the texts. The caller starts it and ends it. */
  readonly engine: Engine;
  /** Absolute path of the built page. */
  readonly pageDir: string;
  /** Path of the app, with a slash at both ends. */
  readonly basePath: string;
  /** Origin as the outside sees it; by default the Host header of each request. */
  readonly publicOrigin?: string | undefined;
  readonly logger?: FastifyServerOptions['logger'];
}

export function buildApp({ engine, pageDir, basePath, publicOrigin, logger }: AppDeps): FastifyInstance {
  const app = Fastify({
    logger: logger ?? false,
    // The usual request lines carry the address with its query, and a query may carry a text.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxBodyBytes,
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

  sendPolicy(app, { basePath, publicOrigin });
  answerErrors(app, basePath);
  logRequests(app);
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
      analyzeRoute(api, engine);
      compatRoute(api, engine);
      healthRoute(api, engine);
      problemsRoute(api);
    },
    { prefix: basePath.slice(0, -1) },
  );
  shareRoute(app, basePath);
  appFilesRoute(app, pageDir, basePath);
  return app;
}

/** A line a request at level info: the route as it is declared, never the address as it was sent. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    request.log.info(
      { method, route: routeOptions.url, status: reply.statusCode, elapsedMs: reply.elapsedTime },
      'Answered.',
    );
  });
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
