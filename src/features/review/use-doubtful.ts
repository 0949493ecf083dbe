/** The rows of a run that the model is least sure of, as a queue. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { RowView, Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { reviewWords } from '../../i18n/review.ts';
import type { BlindCheck } from '../../storage/blind-check.ts';
import type { CorrectedLabel } from '../../storage/corrections.ts';
import { isWaiting } from './check-steps.ts';
import { inSentence } from './model-answer.ts';
import { rowCorrection } from './row-correction.ts';
import type { Corrections } from './use-corrections.ts';
import { useDesk } from './use-desk.ts';
import type { Deed, Desk } from './use-desk.ts';

const pageRows = 50;
/** So many rows before the last one that is here, the next ones are fetched. */
const aheadRows = 10;

export interface Doubtful {
  desk: Desk;
  /** Null while it is on its way. */
  row: RowView | null;
  /** Of the queue, also of those that are not here yet; null until it is known. */
  total: number | null;
  /** Rows left out, since they wait in a blind check that has begun. */
  waiting: number;
  /** Each of them has an answer. */
  isDone: boolean;
  error: Error | null;
}

interface DoubtfulOf {
  runs: Runs;
  run: Run;
  /** Null where there is none yet. */
  check: BlindCheck | null;
  corrections: Corrections;
}

export function useDoubtful({ runs, run, check, corrections }: DoubtfulOf): Doubtful {
  const pages = useInfiniteQuery({
    queryKey: ['doubtful', run.id],
    queryFn: ({ pageParam }) =>
      runs.rows(run.id, { needsReview: true }, { by: 'doubt', descending: false }, pageParam, pageRows),
    initialPageParam: 0,
    getNextPageParam: ({ total }, _all, offset) =>
      offset + pageRows < total ? offset + pageRows : undefined,
    gcTime: 0,
    staleTime: Infinity,
  });

  const all = useMemo(() => distinct((pages.data?.pages ?? []).flatMap(({ rows }) => rows)), [pages.data]);
  const hasBegun = check !== null && check.endedAtMs === null && check.answers.length > 0;
  const rows = hasBegun ? all.filter(({ row }) => !isWaiting(check, row)) : all;
  const isOpen = rows.map(({ text }) => !corrections.byText.has(text));
  const hasMore = pages.hasNextPage;

  const desk = useDesk({
    isOpen,
    hasMore,
    isClosed: corrections.list === null,
    give(place, label) {
      const row = rows[place];
      return row === undefined ? null : give(run, row, label, corrections);
    },
  });

  const { fetchNextPage, isFetching } = pages;
  // Whoever has been here before goes on where they were, which may lie many rows further.
  const isShort = desk.place + aheadRows >= rows.length || !isOpen.includes(true);
  const isFetched = hasMore && isShort && !isFetching && !pages.isError && corrections.list !== null;
  useEffect(() => {
    if (isFetched) void fetchNextPage();
  }, [isFetched, fetchNextPage]);

  const left = all.length - rows.length;
  const total = pages.data?.pages.at(-1)?.total;
  const isKnown = total !== undefined && corrections.list !== null && (isOpen.includes(true) || !hasMore);
  return {
    desk,
    row: rows[desk.place] ?? null,
    total: isKnown ? total - left : null,
    waiting: left,
    isDone: isKnown && rows.length > 0 && !isOpen.includes(true),
    error: pages.error,
  };
}

/** While a file is being read the queue moves, so that a row may come with two pages. */
function distinct(rows: readonly RowView[]): RowView[] {
  return [...new Map(rows.map((row) => [row.row, row])).values()];
}

function give(
  run: Run,
  row: RowView,
  label: CorrectedLabel | null,
  { byText, replace }: Corrections,
): Deed | null {
  const number = row.row + 1;
  const saidBack = reviewWords.takenBack(number);
  if (label === null)
    return { said: reviewWords.skipped(number), isKept: false, takeBack: () => undefined, saidBack };
  if (row.result?.kind !== 'read') return null;
  const before = byText.get(row.text) ?? null;
  const modelLabel = row.result.reading.label;
  replace({
    text: row.text,
    correction: rowCorrection(run, row, { label, modelLabel, place: 'doubtful' }),
  });
  return {
    said: reviewWords.called(number, inSentence(label)),
    isKept: true,
    takeBack: () => replace({ text: row.text, correction: before }),
    saidBack,
  };
}
