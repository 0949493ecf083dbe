/** The table of rows: only what is in sight is drawn, the page itself scrolls, and one tab stop leads into it. */
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { Ref } from 'react';
import type { RowSort } from '#core/contracts/run';
import { filesWords } from '../../i18n/files.ts';
import { nextSort } from './table-columns.ts';
import type { TableColumn } from './table-columns.ts';
import { TableRow } from './table-row.tsx';
import { useCorrected } from './use-corrected.ts';
import { useMedia } from './use-media.ts';
import type { RowPages } from './use-row-pages.ts';

/** Browsers draw nothing further down than this, so that a longer table has to be narrowed. */
const tallestPx = 15_000_000;
const overscan = 6;
const pageStep = 10;
/** Of a row, in the size of the page's letters: one line, and on a phone two with what belongs to them. */
const rowRem = { wide: 2.75, narrow: 6.5 };

export interface RowTableHandle {
  /** Gives the focus to the row at this place. */
  focus: (place: number) => void;
}

interface RowTableProps {
  columns: readonly TableColumn[];
  pages: RowPages;
  total: number;
  sort: RowSort;
  /** The row that is open beside it. */
  openRow: number | null;
  /** Words that were searched for. */
  search: string;
  onSort: (sort: RowSort) => void;
  onOpen: (row: number, place: number) => void;
  handle: Ref<RowTableHandle>;
}

export function RowTable({
  columns,
  pages,
  total,
  sort,
  openRow,
  search,
  onSort,
  onOpen,
  handle,
}: RowTableProps) {
  const isNarrow = useMedia('(max-width: 719px)');
  const corrected = useCorrected();
  const body = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef<number | null>(null);
  const [topPx, setTopPx] = useState(0);
  const rowPx = (isNarrow ? rowRem.narrow : rowRem.wide) * remPx();
  const count = Math.min(total, Math.floor(tallestPx / rowPx));
  const stop = Math.min(active, Math.max(0, count - 1));

  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowPx,
    overscan,
    scrollMargin: topPx,
    // The row that holds the tab stop is always there, so that the focus is not lost by scrolling.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), ...(count > 0 ? [stop] : [])])].toSorted((a, b) => a - b),
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx]);

  // Whatever stands above it may grow or shrink.
  useLayoutEffect(() => {
    const measure = (): void =>
      setTopPx(Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  const items = virtualizer.getVirtualItems();
  const first = items.find(({ index }) => index !== stop)?.index ?? stop;
  const last = items.findLast(({ index }) => index !== stop)?.index ?? stop;
  const { show } = pages;
  useEffect(() => show(Math.min(first, last), Math.max(first, last)), [show, first, last]);

  useEffect(() => {
    const place = wantsFocus.current;
    if (place === null) return;
    const button = buttonAt(body.current, place);
    if (button === null) return;
    wantsFocus.current = null;
    button.focus({ preventScroll: true });
  });

  function goTo(place: number): void {
    const next = Math.min(Math.max(place, 0), count - 1);
    wantsFocus.current = next;
    setActive(next);
    virtualizer.scrollToIndex(next, { align: 'auto' });
    buttonAt(body.current, next)?.focus({ preventScroll: true });
  }

  useImperativeHandle(handle, () => ({ focus: goTo }));

  // Of the rows as a whole, which are no control themselves.
  useEffect(() => {
    const own = body.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const step = stepOf(event.key, stop, count);
      if (step === null) return;
      event.preventDefault();
      goTo(step);
    };
    own?.addEventListener('keydown', onKeyDown);
    return () => own?.removeEventListener('keydown', onKeyDown);
  });

  return (
    <>
      <div
        className="rows"
        role="table"
        aria-label={filesWords.table.name}
        aria-rowcount={total + 1}
        aria-busy={pages.isBehind}
        data-columns={columns.map(({ id }) => id).join(' ')}
      >
        <div role="rowgroup" className="rows-heads">
          <div role="row" aria-rowindex={1} className="rows-row rows-head">
            {columns.map((column) => (
              <Head key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
        <div ref={body} role="rowgroup" className="rows-body" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = pages.rowAt(item.index);
            return (
              <TableRow
                key={item.key}
                place={item.index}
                topPx={item.start - topPx}
                heightPx={rowPx}
                row={row}
                columns={columns}
                isStop={item.index === stop}
                openRow={openRow}
                search={search}
                said={row === undefined ? null : (corrected.get(row.text) ?? null)}
                onFocus={setActive}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
      {count < total && <p className="small rows-more">{filesWords.table.tooMany(count)}</p>}
    </>
  );
}

interface HeadProps {
  column: TableColumn;
  sort: RowSort;
  onSort: (sort: RowSort) => void;
}

function Head({ column, sort, onSort }: HeadProps) {
  const own = column.sort;
  const isSorted = own !== null && sort.by === own.by;
  const direction = sort.descending ? 'descending' : 'ascending';
  return (
    <div
      role="columnheader"
      className={`rows-cell cell-${column.id}`}
      aria-sort={isSorted ? direction : undefined}
    >
      {own === null ? (
        column.name
      ) : (
        <button type="button" className="rows-sort" onClick={() => onSort(nextSort(own, sort))}>
          <span>{column.name}</span>
          <span aria-hidden="true">{isSorted ? (sort.descending ? '↓' : '↑') : ''}</span>
        </button>
      )}
    </div>
  );
}

function remPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function buttonAt(body: HTMLElement | null, place: number): HTMLElement | null {
  return body?.querySelector<HTMLElement>(`[data-place="${place}"] .rows-open`) ?? null;
}

function stepOf(key: string, from: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return from + 1;
    case 'ArrowUp':
      return from - 1;
    case 'PageDown':
      return from + pageStep;
    case 'PageUp':
      return from - pageStep;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
