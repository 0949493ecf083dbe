/** When a server wants to be asked again. */
import type { UndertoneError } from '#core/contracts/errors';

const wholeSeconds = /^\d{1,9}$/;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): a number of seconds, or a date.
 *
 * @param nowMs milliseconds since 1970
 * @returns milliseconds from now; null where it says nothing that can be read
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const said = header?.trim() ?? '';
  if (wholeSeconds.test(said)) return Number(said) * 1000;
  // Other forms that the parser takes, such as `-1`, are no dates of HTTP.
  const dateMs = said.endsWith('GMT') ? Date.parse(said) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}

/** What the details of an error say of it, in milliseconds; null where they say nothing. */
export function retryDelayOf({ details }: Pick<UndertoneError, 'details'>): number | null {
  const told = details['retryAfterMs'];
  return typeof told === 'number' && Number.isFinite(told) && told >= 0 ? told : null;
}
