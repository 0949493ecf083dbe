/** The run that is reviewed: the one the address names, else the newest that has anything to review. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';

export interface ReviewRun {
  /** Those that can be reviewed, the latest first; null until they are known. */
  list: readonly Run[] | null;
  /** Null where there is none, or the address names one that is gone. */
  run: Run | null;
  error: Error | null;
}

export function useReviewRun(runs: Runs, runId: string | null): ReviewRun {
  const client = useQueryClient();
  const listed = useQuery({
    queryKey: ['runs', 'review'],
    queryFn: async () =>
      (await runs.list()).filter(({ state }) => state !== 'taking-in' && state !== 'ready'),
    staleTime: 0,
  });
  const list = listed.data ?? null;
  const chosen =
    runId === null ? list?.find(({ counts }) => counts.read > 0) : list?.find(({ id }) => id === runId);
  const now = useRunAsOfNow(runs, chosen?.id ?? null);

  // Read to its end meanwhile, or gone: the list tells otherwise.
  const state = now === undefined ? chosen?.state : now?.state;
  const isOld = chosen !== undefined && state !== chosen.state;
  useEffect(() => {
    if (isOld) void client.invalidateQueries({ queryKey: ['runs', 'review'] });
  }, [client, isOld]);

  return { list, run: (now === undefined ? chosen : now) ?? null, error: listed.error };
}

/** Undefined until it is known; null when it is gone. */
function useRunAsOfNow(runs: Runs, runId: string | null): Run | null | undefined {
  const [seen, setSeen] = useState<{ runId: string; run: Run | null } | null>(null);
  useEffect(() => {
    if (runId === null) return undefined;
    return runs.watch(runId, (standing) => setSeen({ runId, run: standing?.run ?? null }));
  }, [runs, runId]);
  return seen?.runId === runId ? seen.run : undefined;
}
