/** The figures of a run, asked for again while it grows. */
import { useQuery } from '@tanstack/react-query';
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import type { Summary } from '#core/contracts/report';
import type { ReportSettings } from '#core/contracts/run';
import type { Thresholds } from '#core/score/verdict';
import type { RunStanding, Runs } from '../../../engine/runs/runs.ts';

/** While rows come in, figures are as old as this at most; adding them up takes the worker's time from the rows. */
const againAfterMs = 4000;

export interface RunSummary {
  /** The latest there is, also of other settings; null until the first is here. */
  summary: Summary | null;
  /** Other settings than those it was made with are on their way. */
  isPending: boolean;
  error: UndertoneError | null;
  refetch: () => unknown;
}

export function useSummary(
  runs: Runs,
  { run }: RunStanding,
  settings: ReportSettings,
  thresholds: Thresholds,
): RunSummary {
  const isGrowing = run.state === 'running';
  const { data, error, isPlaceholderData, refetch } = useQuery<Summary>({
    // A run that stands still is asked once for each number of rows; one that grows by the clock.
    queryKey: ['summary', run.id, settings, thresholds, isGrowing ? 'growing' : run.counts.rows],
    queryFn: ({ signal }) => runs.summary(run.id, { settings, thresholds }, signal),
    placeholderData: (before: Summary | undefined) => before,
    refetchInterval: isGrowing ? againAfterMs : false,
    staleTime: isGrowing ? 0 : Infinity,
    gcTime: 60_000,
    retry: false,
  });
  return {
    summary: data ?? null,
    isPending: isPlaceholderData,
    error: error === null ? null : toUndertoneError(error),
    refetch,
  };
}
