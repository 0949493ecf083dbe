/** The figures of a run, asked for again while it grows. */
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import type { Summary } from '#core/contracts/report';
import type { ReportSettings, Run, RunCounts } from '#core/contracts/run';
import type { Figures } from '#core/report/summary';
import type { Thresholds } from '#core/score/verdict';
import type { RunStanding, Runs } from '../../../engine/runs/runs.ts';

/** While rows come in, figures are as old as this at most; adding them up takes the worker's time from the rows. */
const againAfterMs = 4000;

export interface RunSummary {
  /** The latest there is, also of other settings; null until the first is here. */
  summary: Summary | null;
  /** Other settings than those it was made with are on their way: of all of it, or of what depends on words. */
  pending: 'all' | 'words' | null;
  error: UndertoneError | null;
  refetch: () => unknown;
}

/** A run that stands still is asked once for each number of rows; one that grows by the clock. */
function summaryKey(run: Run, settings: ReportSettings, thresholds: Thresholds): unknown[] {
  return ['summary', run.id, settings, thresholds, run.state === 'running' ? 'growing' : run.counts.rows];
}

function earlyKey(key: readonly unknown[]): unknown[] {
  return ['early', ...key];
}

/** What is known of a summary before its words are counted. */
function useEarlyFigures(key: readonly unknown[]): Figures | undefined {
  return useQuery<Figures>({ queryKey: earlyKey(key), queryFn: skipToken, gcTime: 60_000 }).data;
}

export function useSummary(
  runs: Runs,
  { run }: RunStanding,
  settings: ReportSettings,
  thresholds: Thresholds,
): RunSummary {
  const client = useQueryClient();
  const isGrowing = run.state === 'running';
  const key = summaryKey(run, settings, thresholds);
  const early = useEarlyFigures(key);
  const { data, error, isPlaceholderData, refetch } = useQuery<Summary>({
    queryKey: key,
    queryFn: ({ signal }) =>
      runs.summary(run.id, { settings, thresholds }, signal, (figures) =>
        client.setQueryData(earlyKey(key), figures),
      ),
    placeholderData: (before: Summary | undefined) => before,
    refetchInterval: isGrowing ? againAfterMs : false,
    staleTime: isGrowing ? 0 : Infinity,
    gcTime: 60_000,
    retry: false,
  });
  const isEarly = isPlaceholderData && early !== undefined;
  const summary = useMemo(
    () => (data !== undefined && isEarly ? { ...data, ...early } : (data ?? null)),
    [data, isEarly, early],
  );
  const whole = isPlaceholderData ? 'all' : null;
  return {
    summary,
    pending: isEarly ? 'words' : whole,
    error: error === null ? null : toUndertoneError(error),
    refetch,
  };
}

/**
 * The counts of a run by the line for *unsure* that the person wants: those of its figures, as far as these are here.
 * They are asked for by `useSummary`, where the pictures are.
 */
export function useCountsByLine(run: Run, settings: ReportSettings, thresholds: Thresholds): RunCounts {
  const key = summaryKey(run, settings, thresholds);
  const { data, isPlaceholderData } = useQuery<Summary>({
    queryKey: key,
    enabled: false,
    placeholderData: (before: Summary | undefined) => before,
  });
  const early = useEarlyFigures(key);
  const counts = (isPlaceholderData ? early : undefined)?.counts ?? data?.counts;
  if (settings.unsureBelow === null || counts === undefined) return run.counts;
  return { ...run.counts, byLabel: counts.byLabel };
}
