/** The rows of a run as they are needed, a page at a time, and anew while more of them are read. */
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import type { RowFilter, RowPage, RowSort, RowView, Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { usePaced } from './use-paced.ts';

const rowsPerPage = 50;
const refreshMs = 1500;
const keptMs = 30_000;

export interface RowChoice {
  filter: RowFilter;
  sort: RowSort;
}

export interface RowPages {
  /** How many rows the filter leaves; null until that is known. */
  total: number | null;
  /** Undefined while it is on its way. */
  rowAt: (place: number) => RowView | undefined;
  /** What is shown is of an earlier filter or order, since the new one is on its way. */
  isBehind: boolean;
  error: UndertoneError | null;
  tryAgain: () => void;
  /** Has the rows from `first` to `last` fetched. */
  show: (first: number, last: number) => void;
}

/** Keeps on showing what was asked for before until the first page of what is asked for now is here. */
export function useRowPages(runs: Runs, run: Run, wanted: RowChoice): RowPages {
  const client = useQueryClient();
  const [shown, setShown] = useState(wanted);
  const [range, setRange] = useState({ first: 0, last: 0 });
  const queryOf = ({ filter, sort }: RowChoice, page: number) => ({
    queryKey: ['files', run.id, 'rows', filter, sort, page],
    queryFn: () => runs.rows(run.id, filter, sort, page * rowsPerPage, rowsPerPage),
    gcTime: keptMs,
    structuralSharing: false,
  });

  const first = useQuery(queryOf(wanted, 0));
  const isHere = first.data !== undefined;
  if (isHere && shown !== wanted) setShown(wanted);

  const pages = useQueries({
    queries: Array.from({ length: range.last - range.first + 1 }, (_, index) =>
      queryOf(shown, range.first + index),
    ),
  });

  // Results come while it runs, and a state of its own may change what the rows say.
  const version = usePaced(`${run.counts.rows} ${run.rows}`, refreshMs);
  const fetched = useRef(version);
  useEffect(() => {
    if (fetched.current === version) return;
    fetched.current = version;
    void client.invalidateQueries({ queryKey: ['files', run.id, 'rows'] });
  }, [client, run.id, version]);

  const failed = [first, ...pages].find(({ error }) => error !== null)?.error ?? null;
  return {
    total: totalOf([first, ...pages]),
    rowAt(place) {
      const page = Math.floor(place / rowsPerPage);
      return pages[page - range.first]?.data?.rows[place % rowsPerPage];
    },
    isBehind: !isHere,
    error: failed === null ? null : toUndertoneError(failed),
    tryAgain: () => void client.invalidateQueries({ queryKey: ['files', run.id, 'rows'] }),
    show(firstRow, lastRow) {
      const next = { first: Math.floor(firstRow / rowsPerPage), last: Math.floor(lastRow / rowsPerPage) };
      setRange((before) => (before.first === next.first && before.last === next.last ? before : next));
    },
  };
}

/** By the page that came last: while a run goes on they may differ. */
function totalOf(pages: readonly UseQueryResult<RowPage>[]): number | null {
  const latest = pages
    .filter(({ data }) => data !== undefined)
    .toSorted((a, b) => b.dataUpdatedAt - a.dataUpdatedAt)[0];
  return latest?.data?.total ?? null;
}
