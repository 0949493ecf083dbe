/** A body that was refused before all of it was read: its rest stands before the next request of the connection. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hasBody } from './slow-bodies.ts';

/** Has the rest of such a body dropped as it comes, and the connection ended, so that nobody sends on for nothing. */
export function dropUnreadBodies(app: FastifyInstance): void {
  const isUnread = (request: FastifyRequest): boolean => hasBody(request) && !request.raw.complete;
  app.addHook('onSend', (request, reply, payload, done) => {
    if (isUnread(request)) void reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onResponse', (request, _reply, done) => {
    if (isUnread(request)) request.raw.resume();
    done();
  });
}
