/** Pages from elsewhere that may ask: those of a list, and nobody without one. */
import fastifyCors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

const methods = ['GET', 'HEAD', 'POST', 'DELETE'];
const sentHeaders = [
  'authorization',
  'content-encoding',
  'content-type',
  'idempotency-key',
  'if-none-match',
  'last-event-id',
  'prefer',
  'traceparent',
  'tracestate',
  'x-api-key',
  'x-feedback-receipt',
  'x-request-id',
];
const readHeaders = [
  'etag',
  'link',
  'location',
  'preference-applied',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'server-timing',
  'traceparent',
  'www-authenticate',
  'x-model-version',
  'x-next-cursor',
  'x-request-id',
];
const preflightSeconds = 600;

/**
 * Without cookies: there are none. A page from elsewhere on the person's own machine is let in as they are, so only trusted
 * origins belong into the list.
 *
 * @param origins schemes with hosts, such as `https://app.example`
 */
export async function allowOrigins(api: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await api.register(fastifyCors, {
    origin: [...origins],
    methods,
    allowedHeaders: sentHeaders,
    exposedHeaders: readHeaders,
    maxAge: preflightSeconds,
    strictPreflight: false,
  });
}

/**
 * Has pages of the list read refusals too that come before a route is entered, such as for want of a key: without these
 * headers all that they see is that the server cannot be reached.
 */
export function showRefusals(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const names = readHeaders.join(', ');
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    if (origin !== undefined && origins.includes(origin)) {
      void reply
        .header('access-control-allow-origin', origin)
        .header('access-control-expose-headers', names)
        .header('vary', 'Origin');
    }
    done();
  });
}
