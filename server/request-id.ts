/** The name of a request in its answer, in the log and for those who ask about it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const requestIdHeader = 'x-request-id';

/** Long enough for any id, short enough for a log; and nothing in it that a log could be forged with. */
const plainToken = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The caller's own, where it is a plain token; else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[requestIdHeader];
  return typeof given === 'string' && plainToken.test(given) ? given : randomUUID();
}
