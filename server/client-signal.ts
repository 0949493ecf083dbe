/** Whether the one who asked is still there. */
import type { FastifyReply } from 'fastify';

/** A signal that is aborted when the connection closes before the answer is out. */
export function clientSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
