/** The figures of a run, asked for again while it grows. */
import { useQuery } from '@tanstack/react-query';
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import type { Summary } from '#core/contracts/report';
import type { ReportSettings, Run, RunCounts } from '#core/contracts/run';
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

/** A run that stands still is asked once for each number of rows; one that grows by the clock. */
function summaryKey(run: Run, settings: ReportSettings, thresholds: Thresholds): unknown[] {
  return ['summary', run.id, settings, thresholds, run.state === 'running' ? 'growing' : run.counts.rows];
}

export function useSummary(
  runs: Runs,
  { run }: RunStanding,
  settings: ReportSettings,
  thresholds: Thresholds,
): RunSummary {
  const isGrowing = run.state === 'running';
  const { data, error, isPlaceholderData, refetch } = useQuery<Summary>({
    queryKey: summaryKey(run, settings, thresholds),
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

/**
 * The counts of a run by the line for *unsure* that the person wants: those of its figures, as far as these are here.
 * They are asked for by `useSummary`, where the pictures are.
 */
export function useCountsByLine(run: Run, settings: ReportSettings, thresholds: Thresholds): RunCounts {
  const { data } = useQuery<Summary>({
    queryKey: summaryKey(run, settings, thresholds),
    enabled: false,
    placeholderData: (before: Summary | undefined) => before,
  });
  if (settings.unsureBelow === null || data === undefined) return run.counts;
  return { ...run.counts, byLabel: data.counts.byLabel };
}
