/** Every caller's share, in tokens: what a request costs is what it gives to read, alone, in a batch or as a job. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import { retryAfterSeconds } from '../retry-after.ts';
import type { LimitStore } from '../stores/stores.ts';

/** Of English text; a guess until the text has been read. */
const charactersPerToken = 4;
/** Beside those of the text, for its beginning and its end. */
const framingTokens = 2;
const windowSeconds = 60;

/** @param characters UTF-16 units */
export function guessTokens(characters: number): number {
  return Math.ceil(characters / charactersPerToken) + framingTokens;
}

/** What was taken for a request before it was read. Only the first call counts; without one the guess stands. */
export interface Bill {
  /** The tokens that it was. */
  settle(tokens: number): void;
  /** Nothing was read, so nothing is owed; but those who leave in mid-reading have caused the work. */
  fail(thrown: unknown): void;
}

export interface TokenLimits {
  /**
   * Takes what the request will cost, by guess, and tells in the answer's headers how much is left.
   *
   * @param characters UTF-16 units of all texts together
   * @param texts how many they are
   * @throws UndertoneError `rate-limited` (`tokensPerMinute`, `retryAfterMs`)
   */
  take(request: FastifyRequest, reply: FastifyReply, characters: number, texts?: number): Promise<Bill>;
}

const nothingOwed: Bill = { settle: () => undefined, fail: () => undefined };

/** @param now milliseconds since 1970 */
export function createTokenLimits(store: LimitStore, now: () => number = Date.now): TokenLimits {
  let isReached = true;
  return {
    async take(request, reply, characters, texts = 1) {
      const { id, tokensPerMinute } = request.caller;
      if (tokensPerMinute === null) return nothingOwed;
      const guess = guessTokens(characters) + (texts - 1) * framingTokens;
      // A store that cannot be reached is no reason to refuse everybody; what the machine can read still bounds it.
      const taken = await store.take(id, guess, tokensPerMinute, now()).catch(() => undefined);
      if (taken === undefined) {
        if (isReached) request.log.warn('The limits cannot be reached, so nobody is held to them.');
        isReached = false;
        return nothingOwed;
      }
      isReached = true;
      const { isAllowed, remaining, retryAfterMs } = taken;
      if (!isAllowed) {
        tellLimit(reply, tokensPerMinute, { left: 0, seconds: retryAfterSeconds(retryAfterMs) });
        throw new UndertoneError('rate-limited', { tokensPerMinute, retryAfterMs });
      }
      tellRemaining(reply, remaining, tokensPerMinute);

      let isSettled = false;
      const settle = (tokens: number): void => {
        if (isSettled) return;
        isSettled = true;
        if (tokens === guess) return;
        if (!reply.sent) {
          tellRemaining(reply, Math.min(remaining + guess - tokens, tokensPerMinute), tokensPerMinute);
        }
        store.settle(id, tokens - guess, tokensPerMinute, now()).catch(() => undefined);
      };
      return {
        settle,
        fail: (thrown) => settle(toUndertoneError(thrown).code === 'cancelled' ? guess : 0),
      };
    },
  };
}

/** Until all of it is there again. */
function tellRemaining(reply: FastifyReply, remaining: number, tokensPerMinute: number): void {
  const left = Math.max(Math.floor(remaining), 0);
  const fullInSeconds = Math.ceil(((tokensPerMinute - left) / tokensPerMinute) * windowSeconds);
  tellLimit(reply, tokensPerMinute, { left, seconds: fullInSeconds });
}

/**
 * As in https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (10): in so many seconds there is more
 * than is left.
 */
function tellLimit(
  reply: FastifyReply,
  tokensPerMinute: number,
  { left, seconds }: { readonly left: number; readonly seconds: number },
): void {
  void reply
    .header('ratelimit-policy', `"tokens";q=${tokensPerMinute};qu="tokens";w=${windowSeconds}`)
    .header('ratelimit', `"tokens";r=${left};t=${seconds}`);
}
