/** A body that does not arrive holds a connection for nothing; many of them hold the server. */
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify/types/context.js' {
  interface FastifyContextConfig {
    /** The route reads its body bit by bit, and watches over the time itself. */
    streamsBody?: boolean;
  }
}

/** What Fastify makes an answer of. */
class LateBody extends Error {
  override readonly name = 'LateBody';
  readonly statusCode = 408;
}

/** @param timeoutMs for a whole body to arrive, from the end of the head on */
export function endSlowBodies(app: FastifyInstance, timeoutMs: number): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();

  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (hasBody(request) && request.routeOptions.config.streamsBody !== true) {
      // Only the listener of the parser is told: to destroy the stream would take the connection from the answer.
      const timer = setTimeout(() => payload.emit('error', new LateBody()), timeoutMs);
      timers.set(request, timer.unref());
    }
    done(null, payload);
  });
  const stop = (request: FastifyRequest): void => clearTimeout(timers.get(request));
  app.addHook('preValidation', (request, _reply, done) => {
    stop(request);
    done();
  });
  app.addHook('onResponse', (request, _reply, done) => {
    stop(request);
    done();
  });
}

/** Whether there is one that any route would read. */
export function hasBody({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
