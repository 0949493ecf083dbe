/** The blind check of a run: drawn once and kept, answered row by row. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { verdictLabels } from '#core/contracts/analysis';
import { isFinished } from '#core/contracts/run';
import type { Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import type { BlindCheck } from '../../storage/blind-check.ts';
import {
  addBlindCheck,
  blindCheckOf,
  changeBlindCheck,
  keepBlindChecksOf,
} from '../../storage/blind-checks.ts';
import { chooseSeed, drawSample } from './draw-sample.ts';
import { refreshCorrections, showReplaced } from './use-corrections.ts';
import type { Replacement } from './use-corrections.ts';

const checkRows = 50;

export interface Change {
  change: (check: BlindCheck) => BlindCheck;
  replacement: Replacement | null;
}

export interface BlindChecking {
  /** Undefined until it is known; null where it cannot be drawn yet. */
  check: BlindCheck | null | undefined;
  error: Error | null;
  change: (change: Change) => void;
}

export function useBlindCheck(runs: Runs, run: Run): BlindChecking {
  const client = useQueryClient();
  const isWhole = isFinished(run);
  const queryKey = ['blind-check', run.id, isWhole];
  const kept = useQuery({
    queryKey,
    queryFn: async () => {
      const check = await blindCheckOf(run.id);
      return check === null && isWhole ? drawCheck(runs, run.id) : check;
    },
  });
  const changing = useMutation({
    mutationKey: ['corrections'],
    scope: { id: 'corrections' },
    mutationFn: ({ change, replacement }: Change) => changeBlindCheck(run.id, change, replacement),
    onError: () => client.invalidateQueries({ queryKey }),
    onSettled: () => refreshCorrections(client),
  });
  return {
    check: kept.data,
    error: kept.error ?? changing.error,
    change(change) {
      showChanged(client, queryKey, change);
      changing.mutate(change);
    },
  };
}

/** Shows what will be kept, before it is. */
function showChanged(
  client: QueryClient,
  queryKey: readonly unknown[],
  { change, replacement }: Change,
): void {
  client.setQueryData<BlindCheck | null>(queryKey, (before) =>
    before === undefined || before === null ? before : change(before),
  );
  if (replacement !== null) showReplaced(client, replacement);
}

/** Draws the rows, and keeps them; null where no row was read. */
async function drawCheck(runs: Runs, runId: string): Promise<BlindCheck | null> {
  const isRead = { kinds: verdictLabels };
  const byRow = { by: 'row', descending: false } as const;
  const { total } = await runs.rows(runId, isRead, byRow, 0, 1);
  if (total === 0) return null;
  const seed = chooseSeed();
  const rows: number[] = [];
  for (const place of drawSample(total, checkRows, seed)) {
    const page = await runs.rows(runId, isRead, byRow, place, 1);
    rows.push(...page.rows.map(({ row }) => row));
  }
  const check = await addBlindCheck({
    runId,
    seed,
    drawnFrom: total,
    rows,
    seen: [],
    answers: [],
    endedAtMs: null,
  });
  // Those of runs that are gone have nothing to be asked about any more.
  await keepBlindChecksOf([runId, ...(await runs.list()).map(({ id }) => id)]);
  return check;
}
