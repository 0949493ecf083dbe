/** A signal that is aborted after a time, for waiting. */

/**
 * As `AbortSignal.timeout`; but that may be collected by Node 20, and is never aborted then, where nobody but an
 * `AbortSignal.any` knows of it (https://github.com/nodejs/node/issues/57736). It keeps no process from ending.
 */
export function abortAfter(ms: number): AbortSignal {
  const over = new AbortController();
  setTimeout(() => over.abort(), ms).unref();
  return over.signal;
}
