/** One question to the server: what is sent, and what its answer means. */
import { errorFromData, toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import { problem } from '#core/contracts/problem';
import { retryAfterMs, retryDelayOf } from './retry-after.ts';
import type { Outcome } from './server-patience.ts';

export interface ServerLinkOptions {
  /** Absolute address of the app's base, with a slash at its end. */
  baseUrl: string;
  hasConsent: () => boolean;
  /** The person's key for this server; null where there is none. */
  key: () => string | null;
  fetch: (url: URL, init: RequestInit) => Promise<Response>;
}

/** Anything that parses an answer, such as a schema. */
export interface AnswerParser<Value> {
  safeParse: (data: unknown) => { success: true; data: Value } | { success: false };
}

export interface Question<Value> {
  path: string;
  /** Sent as JSON; without one it is a GET. */
  body?: unknown;
  answer: AnswerParser<Value>;
  signal: AbortSignal;
}

export type ServerLink = <Value>(question: Question<Value>) => Promise<Outcome<Value>>;

/** What a status says by itself, where something between the page and the server answers in its place. */
const codesOfStatus = new Map<number, ErrorCode>([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [413, 'body-too-large'],
  [429, 'rate-limited'],
  [503, 'server-busy'],
]);

/**
 * A question that is asked once. It throws `consent-missing` and `cancelled`; every other end is an outcome. An answer
 * in no known form counts as `server-unreachable`.
 */
export function createServerLink({ baseUrl, hasConsent, key, fetch }: ServerLinkOptions): ServerLink {
  return async ({ path, body, answer, signal }) => {
    if (!hasConsent()) throw new UndertoneError('consent-missing');
    const headers = new Headers();
    const token = key();
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    if (body !== undefined) headers.set('content-type', 'application/json');
    try {
      const response = await fetch(new URL(path, baseUrl), {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) return await refusal(response);
      const parsed = answer.safeParse(await response.json());
      return parsed.success ? { kind: 'answered', value: parsed.data } : unreachable();
    } catch (thrown) {
      if (signal.aborted) throw new UndertoneError('cancelled');
      return unreachable(thrown);
    }
  };
}

async function refusal(response: Response): Promise<Outcome<never>> {
  const { status } = response;
  const error = await errorOf(response);
  const delayMs = retryAfterMs(response.headers.get('retry-after'), Date.now()) ?? retryDelayOf(error);
  if (status === 429) return { kind: 'throttled', error, retryAfterMs: delayMs };
  // An answer that did not come in time says more of the text than of the server.
  const isFailure =
    (status >= 500 && error.code !== 'deadline-exceeded') || error.code === 'server-unreachable';
  return isFailure
    ? { kind: 'failed', error, isPassing: status === 503, retryAfterMs: delayMs }
    : { kind: 'refused', error };
}

/** By the problem that the body holds, or else by the status. */
async function errorOf(response: Response): Promise<UndertoneError> {
  const body: unknown = await response.json().catch(() => null);
  const told = problem.safeParse(body);
  if (told.success) return errorFromData(told.data);
  return new UndertoneError(codesOfStatus.get(response.status) ?? 'server-unreachable');
}

function unreachable(cause?: unknown): Outcome<never> {
  const error = toUndertoneError(cause, 'server-unreachable');
  return { kind: 'failed', error, isPassing: false, retryAfterMs: null };
}
