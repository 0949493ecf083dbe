/**
 * How long and how often a server is asked that refuses or fails: again after a while, with a delay of full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), never before the server said, and not
 * at all for a while once it has failed several times in a row.
 */
import { UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import { abortable } from '../abortable.ts';

/** What came of asking once. */
export type Outcome<Value> =
  | { kind: 'answered'; value: Value }
  /** The server works and says no. */
  | { kind: 'refused'; error: UndertoneError }
  /** It works, and says that another try may do: the caller asked for too much at a time. */
  | { kind: 'throttled'; error: UndertoneError; retryAfterMs: number | null }
  /** It does not work, or is not there; `isPassing` where it says that another try may do. */
  | { kind: 'failed'; error: UndertoneError; isPassing: boolean; retryAfterMs: number | null };

/** A pause before the server is asked again, while somebody waits. */
export interface ServerWait {
  /** Milliseconds since 1970. */
  untilMs: number;
  /** Why. */
  code: ErrorCode;
}

export interface PatienceClock {
  /** Milliseconds since 1970. */
  nowMs: () => number;
  /** @throws UndertoneError `cancelled` by the signal */
  sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  random: () => number;
}

export interface Patience {
  /**
   * Asks until there is an answer, or a reason to give up. Once the breaker is open nothing is asked: the error is the
   * last one, with `isPaused` and `retryAfterMs` in its details.
   *
   * @param signal whoever waits; nothing is asked any more once it aborts
   * @throws UndertoneError `cancelled`, or the error of the last outcome, with `retryAfterMs` in its details where the
   *   server said how long it wants to be left alone
   */
  ask<Value>(askOnce: () => Promise<Outcome<Value>>, signal: AbortSignal): Promise<Value>;
}

const firstDelayMs = 500;
const longestDelayMs = 10_000;
const mostTries = 5;
/** From the first question to the last. */
const longestTimeMs = 60_000;
/** Failures in a row that open the breaker. */
const mostFailures = 5;
const openMs = 30_000;

const pageClock: PatienceClock = {
  nowMs: Date.now,
  async sleep(delayMs, signal) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, delayMs);
    });
    try {
      await abortable(over, signal);
    } finally {
      clearTimeout(timer);
    }
  },
  random: Math.random,
};

/** @param onWait told the pause that ends first, and null once nobody waits */
export function createPatience(
  onWait: (wait: ServerWait | null) => void,
  { nowMs, sleep, random }: PatienceClock = pageClock,
): Patience {
  const waits = new Set<ServerWait>();
  let failuresInARow = 0;
  /** What opened the breaker; null while it is closed. */
  let opened: { error: UndertoneError; untilMs: number } | null = null;
  /** Under way once the breaker has been open for long enough: everyone else waits for what comes of it. */
  let probe: Promise<void> | null = null;
  /** The server asked to be left alone; null where it never did. */
  let resting: { error: UndertoneError; untilMs: number } | null = null;

  async function pause(wait: ServerWait, signal: AbortSignal): Promise<void> {
    waits.add(wait);
    tell();
    try {
      await sleep(Math.max(0, wait.untilMs - nowMs()), signal);
    } finally {
      waits.delete(wait);
      tell();
    }
  }

  function tell(): void {
    onWait([...waits].toSorted((a, b) => a.untilMs - b.untilMs)[0] ?? null);
  }

  function note(outcome: Outcome<unknown>): void {
    if ('retryAfterMs' in outcome && outcome.retryAfterMs !== null) {
      resting = { error: outcome.error, untilMs: nowMs() + outcome.retryAfterMs };
    }
    if (outcome.kind !== 'failed') {
      failuresInARow = 0;
      opened = null;
      return;
    }
    failuresInARow += 1;
    if (failuresInARow < mostFailures) return;
    opened = { error: outcome.error, untilMs: nowMs() + Math.max(openMs, outcome.retryAfterMs ?? 0) };
  }

  async function tryOnce<Value>(askOnce: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    const outcome = await askOnce();
    note(outcome);
    return outcome;
  }

  /** One at a time while the breaker is half open. */
  async function pass<Value>(
    askOnce: () => Promise<Outcome<Value>>,
    signal: AbortSignal,
  ): Promise<Outcome<Value>> {
    for (;;) {
      const breaker = opened;
      if (breaker === null) return tryOnce(askOnce);
      const leftMs = breaker.untilMs - nowMs();
      if (leftMs > 0) throw withDelay(breaker.error, leftMs, { isPaused: true });
      if (probe === null) {
        const trying = tryOnce(askOnce);
        const settled = trying.then(
          () => undefined,
          () => undefined,
        );
        probe = settled;
        try {
          return await trying;
        } finally {
          probe = null;
        }
      }
      await abortable(probe, signal);
    }
  }

  async function ask<Value>(askOnce: () => Promise<Outcome<Value>>, signal: AbortSignal): Promise<Value> {
    const endsAtMs = nowMs() + longestTimeMs;
    for (let tries = 1; ; tries += 1) {
      if (resting !== null && opened === null && resting.untilMs > nowMs()) {
        const { error, untilMs } = resting;
        if (untilMs > endsAtMs) throw withDelay(error, untilMs - nowMs(), {});
        await pause({ untilMs, code: error.code }, signal);
      }
      if (signal.aborted) throw new UndertoneError('cancelled');
      const outcome = await pass(askOnce, signal);
      if (outcome.kind === 'answered') return outcome.value;
      if (outcome.kind === 'refused') throw outcome.error;
      const { error, retryAfterMs } = outcome;
      const jitterMs = random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (tries - 1));
      const untilMs = nowMs() + (retryAfterMs ?? 0) + jitterMs;
      const mayPass = outcome.kind === 'throttled' || outcome.isPassing;
      const isPaused = opened !== null;
      if (!mayPass || isPaused || tries === mostTries || untilMs > endsAtMs) {
        const leftMs = opened === null ? retryAfterMs : opened.untilMs - nowMs();
        throw leftMs === null ? error : withDelay(error, leftMs, isPaused ? { isPaused } : {});
      }
      await pause({ untilMs, code: error.code }, signal);
    }
  }

  return { ask };
}

function withDelay({ code, details }: UndertoneError, retryAfterMs: number, more: object): UndertoneError {
  return new UndertoneError(code, { ...details, ...more, retryAfterMs });
}
