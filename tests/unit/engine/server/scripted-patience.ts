/** Patience over a clock that stands still until somebody sleeps. */
import { UndertoneError } from '#core/contracts/errors';
import { createPatience } from '../../../../src/engine/server/server-patience.ts';
import type { Patience, ServerWait } from '../../../../src/engine/server/server-patience.ts';

export interface ScriptedPatience {
  patience: Patience;
  /** All that was told, in its order. */
  waits: (ServerWait | null)[];
  nowMs: () => number;
  /** Lets time pass while nobody sleeps. */
  pass: (ms: number) => void;
}

/** @param random what chance says, from 0 to 1 */
export function scriptedPatience(random: () => number = () => 0.5): ScriptedPatience {
  const waits: (ServerWait | null)[] = [];
  let now = 1_000_000;
  const clock = {
    nowMs: () => now,
    async sleep(delayMs: number, signal: AbortSignal) {
      await Promise.resolve();
      if (signal.aborted) throw new UndertoneError('cancelled');
      now += delayMs;
    },
    random,
  };
  return {
    patience: createPatience((wait) => waits.push(wait), clock),
    waits,
    nowMs: () => now,
    pass: (ms) => {
      now += ms;
    },
  };
}
