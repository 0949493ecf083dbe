/** Pages from elsewhere that may ask: those of a list, and nobody without one. */
import fastifyCors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

const methods = ['GET', 'HEAD', 'POST', 'DELETE'];
const sentHeaders = [
  'authorization',
  'content-encoding',
  'content-type',
  'idempotency-key',
  'last-event-id',
  'prefer',
  'traceparent',
  'tracestate',
  'x-api-key',
  'x-feedback-receipt',
  'x-request-id',
];
const readHeaders = [
  'location',
  'preference-applied',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'server-timing',
  'traceparent',
  'www-authenticate',
  'x-model-version',
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
