/** What a server that is being stopped says to those who still ask. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { UndertoneError } from '#core/contracts/errors';
import type { LifecycleControl } from '../services/lifecycle.ts';

/** Until another server, or this one again, is likely to answer. */
const retryAfterMs = 2000;

/**
 * Counts the requests that are let in, and refuses those that come too late. Health and page are answered to the end.
 *
 * @throws per request UndertoneError `server-stopping` (`retryAfterMs`)
 */
export function refuseWhenStopping(
  app: FastifyInstance,
  lifecycle: Pick<LifecycleControl, 'isDraining' | 'refusing' | 'open'>,
): void {
  const ends = new WeakMap<FastifyReply, () => void>();
  let isClosing = false;

  app.addHook('onRequest', (request, reply, done) => {
    if ((request.routeOptions.config.scope ?? 'public') === 'public') return done();
    if (lifecycle.refusing.aborted) return done(new UndertoneError('server-stopping', { retryAfterMs }));
    const end = lifecycle.open();
    ends.set(reply, end);
    // Of a caller who leaves there is no response.
    reply.raw.once('close', end);
    done();
  });
  app.addHook('onResponse', (_request, reply, done) => {
    ends.get(reply)?.();
    done();
  });

  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  // Without this a kept-alive connection with an open request holds the close up for minutes.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing || lifecycle.isDraining) void reply.header('connection', 'close');
    done();
  });
}
