/** Every request from its first line to its end, told once each to those who count, trace and log. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AnsweredRequest, Metrics } from '../services/telemetry/metrics.ts';
import type { Tracing } from '../services/telemetry/tracing.ts';

/** The caller went before the answer was out; nobody is ever sent this status. */
const callerGoneStatus = 499;

export interface RequestWatchOptions {
  readonly metrics: Metrics;
  readonly tracing: Tracing;
}

/**
 * Counts, traces and logs requests and tells the caller their span (`traceparent`). A line of
 * the log (level info) has the route as it is declared: an address as sent may hold a text.
 */
export function watchRequests(app: FastifyInstance, { metrics, tracing }: RequestWatchOptions): void {
  const answered = new WeakSet<FastifyReply>();
  const ended = (request: FastifyRequest, reply: FastifyReply, status: number): void => {
    const { method, routeOptions, log, trace, caller, errorCode } = request;
    const told: AnsweredRequest = { method, route: routeOptions.url, status, elapsedMs: reply.elapsedTime };
    metrics.requestEnded(told);
    trace.end(status, errorCode);
    log.info({ ...told, code: errorCode, caller: caller.id, traceId: trace.traceId }, 'Answered.');
  };
  app.decorateRequest('trace');
  app.decorateRequest('errorCode');
  app.addHook('onRequest', async (request, reply) => {
    const { method, routeOptions, headers } = request;
    metrics.requestBegan();
    request.trace = tracing.begin({ method, route: routeOptions.url, headers });
    const { traceparent } = request.trace;
    if (traceparent !== undefined) void reply.header('traceparent', traceparent);
    reply.raw.once('close', () => {
      if (!answered.has(reply)) ended(request, reply, callerGoneStatus);
    });
  });
  app.addHook('onResponse', async (request, reply) => {
    answered.add(reply);
    ended(request, reply, reply.statusCode);
  });
}
