/** A run as React sees it, whichever tab works on it. */
import { useEffect, useState } from 'react';
import type { ErrorData } from '#core/contracts/errors';
import type { RunStanding, Runs } from '../../engine/runs/runs.ts';
import { paced } from './paced.ts';

/** Between two steps of a run that are drawn; a fast engine keeps rows more often than that. */
const leastMs = 250;

export interface WatchedRun {
  /** Undefined until it is known; null when there is none of this id. */
  standing: RunStanding | null | undefined;
  /** It was here while this place was open. */
  wasHere: boolean;
  error: ErrorData | null;
}

interface Seen extends WatchedRun {
  runId: string;
}

export function useRun(runs: Runs, runId: string): WatchedRun {
  const [seen, setSeen] = useState<Seen>({ runId, standing: undefined, wasHere: false, error: null });

  useEffect(() => {
    const steps = paced<RunStanding | null>(
      (standing) =>
        setSeen((before) => ({
          runId,
          standing,
          wasHere: standing !== null || (before.runId === runId && before.wasHere),
          error: null,
        })),
      leastMs,
      (standing, before) => standing?.run.state !== before?.run.state,
    );
    const unwatch = runs.watch(runId, steps.tell, (error) =>
      setSeen((before) => ({ ...(before.runId === runId ? before : nothingOf(runId)), error })),
    );
    return () => {
      unwatch();
      steps.end();
    };
  }, [runs, runId]);

  return seen.runId === runId ? seen : nothingOf(runId);
}

function nothingOf(runId: string): Seen {
  return { runId, standing: undefined, wasHere: false, error: null };
}
