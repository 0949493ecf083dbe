const shortestRetryMs = 1000;

/** How long to wait as the `Retry-After` header tells it: in whole seconds, and never none. */
export function retryAfterSeconds(retryAfterMs: number): number {
  return Math.ceil(Math.max(retryAfterMs, shortestRetryMs) / 1000);
}
