/** One row of the table. Its text is the button that opens it, and a press anywhere on the row is one on it. */
import { memo } from 'react';
import type { ReactNode } from 'react';
import type { RowView } from '#core/contracts/run';
import { filesWords } from '../../i18n/files.ts';
import { labelWords } from '../../i18n/tones.ts';
import type { CorrectedLabel } from '../../storage/corrections.ts';
import { ToneMark } from '../../ui/tone-mark.tsx';
import { foundText } from './found-text.ts';
import { toneOf } from './row-words.ts';
import { mostCharacters } from './table-columns.ts';
import type { TableColumn } from './table-columns.ts';

interface TableRowProps {
  /** Among the rows that are shown, from 0. */
  place: number;
  topPx: number;
  heightPx: number;
  /** Undefined while it is on its way: its place is kept. */
  row: RowView | undefined;
  columns: readonly TableColumn[];
  isStop: boolean;
  openRow: number | null;
  /** Words that were searched for. */
  search: string;
  /** What the person called it; null where they said nothing. */
  said: CorrectedLabel | null;
  onFocus: (place: number) => void;
  onOpen: (row: number, place: number) => void;
}

export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { place, topPx, heightPx, row, columns, isStop, openRow, search, said, onFocus, onOpen } = props;
  return (
    <div
      role="row"
      // The heads are the first.
      aria-rowindex={place + 2}
      aria-current={row !== undefined && row.row === openRow ? 'true' : undefined}
      className="rows-row"
      data-place={place}
      style={{ height: heightPx, transform: `translateY(${topPx}px)` }}
    >
      {columns.map((column) => (
        <div key={column.id} role="cell" className={`rows-cell cell-${column.id}`}>
          {column.id === 'text' ? (
            <>
              <button
                type="button"
                className="rows-open"
                data-blank={row === undefined || column.textOf(row) === ''}
                tabIndex={isStop ? 0 : -1}
                onFocus={() => onFocus(place)}
                onClick={() => row !== undefined && onOpen(row.row, place)}
              >
                <span className="rows-words">{wordsOf(row, column, search)}</span>
              </button>
              {said !== null && <span className="rows-aside">{filesWords.table.said(labelWords[said])}</span>}
              {row !== undefined && row.fault !== null && (
                <span className="rows-aside">{filesWords.faults[row.fault]}</span>
              )}
            </>
          ) : (
            row !== undefined && (
              <>
                {/* A bare figure means nothing where no head stands above it; there is no room for a long name. */}
                {isFigure(column) && column.textOf(row) !== '' && (
                  <span className="rows-name">{filesWords.table.columns[column.id]} </span>
                )}
                <Cell row={row} column={column} />
              </>
            )
          )}
        </div>
      ))}
    </div>
  );
});

function wordsOf(row: RowView | undefined, column: TableColumn, search: string): ReactNode {
  if (row === undefined) return filesWords.table.coming;
  const text = column.textOf(row);
  if (text === '' || search === '') return text || filesWords.table.noText;
  return foundText(row.text, search, mostCharacters).map(({ start, text: piece, isFound }) =>
    isFound ? (
      <mark key={start} className="rows-found">
        {piece}
      </mark>
    ) : (
      piece
    ),
  );
}

function isFigure({ id }: TableColumn): boolean {
  return id === 'row' || id === 'rating';
}

function Cell({ row, column }: { row: RowView; column: TableColumn }) {
  if (column.id !== 'tone') return column.textOf(row);
  const tone = toneOf(row);
  return (
    <span className="rows-standing" data-tone={tone ?? undefined}>
      {tone !== null && <ToneMark tone={tone} />}
      <span>{column.textOf(row)}</span>
    </span>
  );
}
