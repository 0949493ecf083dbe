/** The rows of a run: which of them are shown and how is in the address; one may be open. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { RowFilter, Run, RunCounts } from '#core/contracts/run';
import type { EngineState } from '#core/engine';
import type { Runs } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { Button } from '../../ui/button.tsx';
import type { PlaceAddress } from '../../ui/place-address.ts';
import type { FilesReader } from './files-page.tsx';
import { LabelTabs } from './label-tabs.tsx';
import { filterParameters, openParameters, rowsOf, sortParameters } from './row-address.ts';
import type { RowsAddress } from './row-address.ts';
import { RowFilters } from './row-filters.tsx';
import type { FilterChanges } from './row-filters.tsx';
import { RowReading } from './row-reading.tsx';
import { RowTable } from './row-table.tsx';
import type { RowTableHandle } from './row-table.tsx';
import { columnsOf } from './table-columns.ts';
import { useMedia } from './use-media.ts';
import { useRowPages } from './use-row-pages.ts';
import './row-filters.css';
import './rows.css';

interface RowsSectionProps {
  runs: Runs;
  run: Run;
  /** By the line below, as the pictures have them. */
  counts: RunCounts;
  /** Confidence below which a text is unsure, 0 to 1; null as the model has it. */
  unsureBelow: number | null;
  reader: FilesReader;
  state: EngineState;
  address: PlaceAddress;
  /** Rows that are to be quoted. */
  picked: readonly number[];
  onPick: (row: number, isPicked: boolean) => void;
}

export function RowsSection(props: RowsSectionProps) {
  const { runs, run, counts, unsureBelow, reader, state, address, picked, onPick } = props;
  const { parameters } = address;
  const { filter, sort, open } = useMemo(() => rowsOf(parameters), [parameters]);
  // Which row is open changes nothing about which are shown.
  const choice = useSame(
    useMemo(() => ({ filter: byLine(filter, unsureBelow), sort }), [filter, unsureBelow, sort]),
  );
  const pages = useRowPages(runs, run, choice);
  const roles = useSame(run.roles);
  const names = useSame(run.columns);
  const columns = useMemo(() => columnsOf({ roles, columns: names }), [roles, names]);
  const isBeside = useMedia('(min-width: 1100px)');
  const table = useRef<RowTableHandle>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const words = filesWords.table;
  const total = pages.total ?? 0;
  const isNarrowed = Object.keys(filter).length > 0;

  const onOpen = useCallback(
    (row: number, place: number) => address.setParameters(openParameters({ row, place }), true),
    [address],
  );

  function changeFilter(changes: FilterChanges, isStep: boolean): void {
    address.setParameters(
      { ...filterParameters(withChanges(filter, changes)), ...openParameters(null) },
      isStep,
    );
  }

  function close(): void {
    address.setParameters(openParameters(null));
    if (open !== null && open.place !== null && table.current !== null) table.current.focus(open.place);
    else title.current?.focus();
  }

  return (
    <section className="rows-section" aria-labelledby="rows-title" data-open={open !== null && isBeside}>
      <div className="rows-list">
        <div className="rows-top">
          <h2 id="rows-title" className="files-heading" tabIndex={-1} ref={title}>
            {words.title}
          </h2>
          {/* What grows by itself while the file is read is told a few times only, elsewhere. */}
          <p className="small" role={isNarrowed ? 'status' : undefined}>
            {countLine(run, filter, pages.total)}
          </p>
        </div>
        {/* Before the start there is nothing to tell the rows apart by. */}
        {(run.state !== 'ready' || isNarrowed) && (
          <>
            <LabelTabs
              total={run.rows}
              counts={counts}
              chosen={filter.kinds ?? []}
              onChoose={(kinds) => changeFilter({ kinds: kinds.length === 0 ? undefined : kinds }, true)}
            />
            <RowFilters
              runs={runs}
              run={run}
              filter={filter}
              sort={sort}
              onFilter={changeFilter}
              onSort={(next) =>
                address.setParameters({ ...sortParameters(next), ...openParameters(null) }, true)
              }
            />
          </>
        )}
        {pages.error !== null && (
          <div className="rows-none">
            <p className="files-strong">{pages.error.message}</p>
            <p>{pages.error.remedy}</p>
            <Button onClick={pages.tryAgain}>{filesWords.tryAgain}</Button>
          </div>
        )}
        {pages.total === 0 && pages.error === null && (
          <NoRows run={run} filter={filter} onClear={() => changeFilter(noFilter, true)} />
        )}
        {total > 0 && (
          <RowTable
            handle={table}
            columns={columns}
            pages={pages}
            total={total}
            sort={sort}
            openRow={open?.row ?? null}
            search={filter.search ?? ''}
            onSort={(next) =>
              address.setParameters({ ...sortParameters(next), ...openParameters(null) }, true)
            }
            onOpen={onOpen}
          />
        )}
      </div>
      {open !== null && (
        <OpenRowReading
          runs={runs}
          run={run}
          open={open}
          total={total}
          unsureBelow={unsureBelow}
          filter={choice.filter}
          sort={sort}
          isOver={!isBeside}
          reader={reader}
          state={state}
          isPicked={picked.includes(open.row)}
          onPick={(isPicked) => onPick(open.row, isPicked)}
          onMove={(next) => address.setParameters(openParameters(next))}
          onClose={close}
        />
      )}
    </section>
  );
}

const noFilter: FilterChanges = {
  kinds: undefined,
  confidence: undefined,
  group: undefined,
  rating: undefined,
  needsReview: undefined,
  search: undefined,
};

function withChanges(filter: RowFilter, changes: FilterChanges): RowFilter {
  return Object.fromEntries(
    Object.entries({ ...filter, ...changes }).filter(([, value]) => value !== undefined),
  );
}

function byLine(filter: RowFilter, unsureBelow: number | null): RowFilter {
  return unsureBelow === null ? filter : { ...filter, unsureBelow };
}

/** The same object for as long as it says the same. */
function useSame<Value>(value: Value): Value {
  const [kept, setKept] = useState(value);
  if (kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept;
  setKept(value);
  return value;
}

/** "First 1,240 of 5,000" while it is on its way; how many were found where a filter is set. */
function countLine(run: Run, filter: RowFilter, total: number | null): string {
  const { counts, rows } = run;
  if (Object.keys(filter).length > 0) return total === null ? '' : filesWords.table.found(total, rows);
  return counts.rows > 0 && counts.rows < rows ? filesWords.run.first(counts.rows, rows) : '';
}

interface NoRowsProps {
  run: Run;
  filter: RowFilter;
  onClear: () => void;
}

function NoRows({ run, filter, onClear }: NoRowsProps) {
  if (Object.keys(filter).length === 0) {
    return <p className="rows-none">{run.rows === 0 ? filesWords.table.noRows : filesWords.run.noneRead}</p>;
  }
  return (
    <div className="rows-none">
      <p>{filesWords.table.noMatches}</p>
      <Button onClick={onClear}>{filesWords.table.clear}</Button>
    </div>
  );
}

interface OpenRowReadingProps {
  runs: Runs;
  run: Run;
  open: NonNullable<RowsAddress['open']>;
  total: number;
  unsureBelow: number | null;
  filter: RowFilter;
  sort: RowsAddress['sort'];
  isOver: boolean;
  reader: FilesReader;
  state: EngineState;
  isPicked: boolean;
  onPick: (isPicked: boolean) => void;
  onMove: (next: RowsAddress['open']) => void;
  onClose: () => void;
}

/** Knows the neighbours of the open row, in the order that is shown. */
function OpenRowReading(props: OpenRowReadingProps) {
  const { runs, run, open, total, filter, sort, reader, onMove, ...rest } = props;
  const { place } = open;
  const from = place === null ? 0 : Math.max(0, place - 1);
  const around = useQuery({
    queryKey: ['files', run.id, 'rows', 'around', filter, sort, from],
    queryFn: () => runs.rows(run.id, filter, sort, from, 3),
    enabled: place !== null,
  });

  function stepTo(next: number): (() => void) | null {
    const row = around.data?.rows[next - from];
    if (place === null || next < 0 || next >= total || row === undefined) return null;
    return () => onMove({ row: row.row, place: next });
  }

  return (
    <RowReading
      runs={runs}
      run={run}
      row={open.row}
      engine={reader.engine}
      {...rest}
      onPrevious={place === null ? null : stepTo(place - 1)}
      onNext={place === null ? null : stepTo(place + 1)}
    />
  );
}
