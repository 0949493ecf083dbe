/**
 * Load over HTTP, as callers make it: closed, where each waits for its answer before it asks again, or open, where they
 * come when they come, whether the server keeps up or not.
 */
import { createRandom } from '../../../models/training/random.ts';
import { Connections } from './connections.ts';
import type { Outcome, Target } from './connections.ts';

export interface Load {
  outcomes: Outcome[];
  /** From the first request to the last answer. */
  elapsedMs: number;
}

export interface ClosedLoad {
  /** Callers at a time, each with a connection. */
  connections: number;
  durationMs: number;
  /** Ends the load early where it runs out. */
  bodies: Iterator<string>;
}

export interface OpenLoad {
  /** Arrivals, independent of one another: the gaps between them are exponentially distributed. */
  perSecond: number;
  durationMs: number;
  bodies: Iterator<string>;
}

const arrivalSeed = 5;

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Callers that wait for their answers; those that are still open at the end are waited for. */
export async function loadClosed(
  target: Target,
  { connections, durationMs, bodies }: ClosedLoad,
): Promise<Load> {
  const kept = new Connections(target);
  const outcomes: Outcome[] = [];
  const startedAtMs = performance.now();
  const call = async (): Promise<void> => {
    while (performance.now() - startedAtMs < durationMs) {
      const next = bodies.next();
      if (next.done) return;
      outcomes.push(await kept.send(next.value));
    }
  };
  await Promise.all(Array.from({ length: connections }, call));
  const elapsedMs = performance.now() - startedAtMs;
  kept.close();
  return { outcomes, elapsedMs };
}

/** Callers that come by themselves; all of their answers are waited for. */
export async function loadOpen(target: Target, { perSecond, durationMs, bodies }: OpenLoad): Promise<Load> {
  const kept = new Connections(target);
  const random = createRandom(arrivalSeed);
  const open: Promise<Outcome>[] = [];
  const startedAtMs = performance.now();
  for (let dueMs = 0; dueMs < durationMs; dueMs += (-Math.log(1 - random()) * 1000) / perSecond) {
    const waitMs = startedAtMs + dueMs - performance.now();
    // A timer takes whole milliseconds, in which several may be due.
    if (waitMs > 0) await pause(waitMs);
    const next = bodies.next();
    if (next.done) break;
    open.push(kept.send(next.value));
  }
  const outcomes = await Promise.all(open);
  const elapsedMs = performance.now() - startedAtMs;
  kept.close();
  return { outcomes, elapsedMs };
}

const isAnswer = ({ status }: Outcome): boolean => status === 200;

/** Answers, not refusals, a second. */
export function goodput({ outcomes, elapsedMs }: Load): number {
  return (outcomes.filter(isAnswer).length * 1000) / elapsedMs;
}

/** How long answers took, in the order they came. */
export function answerTimesMs({ outcomes }: Load): number[] {
  return outcomes.filter(isAnswer).map(({ tookMs }) => tookMs);
}
