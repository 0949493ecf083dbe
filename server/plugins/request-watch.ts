/** Every request from its first line to its end, told once each to those who count, time and log. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AnsweredRequest, Metrics } from '../services/telemetry/metrics.ts';

/** The caller went before the answer was out; nobody is ever sent this status. */
const callerGoneStatus = 499;

export interface RequestWatchOptions {
  readonly metrics: Metrics;
}

/**
 * Counts and logs requests and tells the caller their id (`X-Request-Id`). A line of the log (level info) has the route as
 * it is declared: an address as sent may hold a text.
 */
export function watchRequests(app: FastifyInstance, { metrics }: RequestWatchOptions): void {
  const answered = new WeakSet<FastifyReply>();
  const ended = (request: FastifyRequest, reply: FastifyReply, status: number): void => {
    const { method, routeOptions, log } = request;
    const told: AnsweredRequest = { method, route: routeOptions.url, status, elapsedMs: reply.elapsedTime };
    metrics.requestEnded(told);
    log.info(told, 'Answered.');
  };
  app.addHook('onRequest', async (request, reply) => {
    metrics.requestBegan();
    void reply.header('x-request-id', request.id);
    reply.raw.once('close', () => {
      if (!answered.has(reply)) ended(request, reply, callerGoneStatus);
    });
  });
  app.addHook('onResponse', async (request, reply) => {
    answered.add(reply);
    ended(request, reply, reply.statusCode);
  });
}
