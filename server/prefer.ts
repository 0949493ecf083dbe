/** The `Prefer` header (RFC 7240), of which one preference is understood: how long to wait. */
import type { FastifyReply, FastifyRequest } from 'fastify';

const wait = /(?:^|,)\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:[,;]|$)/i;

/**
 * How long the caller would wait, at most `mostMs`, in ms; undefined where they do not say. Tells them in the answer
 * (`Preference-Applied`).
 */
export function preferredWaitMs(
  request: FastifyRequest,
  reply: FastifyReply,
  mostMs: number,
): number | undefined {
  const header = request.headers['prefer'];
  const seconds = wait.exec(Array.isArray(header) ? header.join(',') : (header ?? ''))?.[1];
  if (seconds === undefined) return undefined;
  const waitMs = Math.min(Number(seconds) * 1000, mostMs);
  void reply.header('preference-applied', `wait=${Math.floor(waitMs / 1000)}`);
  return waitMs;
}
