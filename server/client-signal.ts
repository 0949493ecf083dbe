/** Whether the one who asked is still there. */
import type { FastifyReply } from 'fastify';

/** A signal that is aborted when the connection closes before the answer is out. */
export function clientSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  const leave = (): void => {
    if (!reply.raw.writableFinished) gone.abort();
  };
  // They may have left while something else was waited for.
  if (reply.raw.destroyed) leave();
  else reply.raw.once('close', leave);
  return gone.signal;
}
