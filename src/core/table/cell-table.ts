/** Tells the row that names the columns from the others, and those that have too few or too many cells. */
import type { Cell, TableRow, TableShape } from '../contracts/table.ts';
import { distinctNames } from './column-names.ts';
import { textColumnName } from './json-rows.ts';
import { raggedFault } from './ragged.ts';

export interface CellTable {
  /** Known when the first row that holds something has come. */
  readonly columns: readonly string[];
  /** The rows that count, out of the next ones of the file. */
  take(rows: readonly TableRow[]): TableRow[];
}

/** For cells between delimiters, lines and sheets. Rows of a sheet end anywhere, and may name more columns late. */
export function createCellTable({ kind, hasHeader, skipLines = 0 }: TableShape): CellTable {
  const columns: string[] = [];

  /** Null for a row that is none. */
  function takeRow(row: TableRow): TableRow | null {
    if (row.line <= skipLines) return null;
    const isEmpty = row.cells.every((cell) => cell === null || cell === '');
    if (columns.length === 0) {
      if (isEmpty && hasHeader) return null;
      if (!isEmpty) columns.push(...namesOf(row.cells));
      if (hasHeader) return null;
    }
    if (isEmpty && row.cells.length <= 1) return { ...row, cells: [] };
    if (kind === 'xlsx' && row.cells.length > columns.length) {
      columns.push(...distinctNames(columns, row.cells.length).slice(columns.length));
    }
    if (kind !== 'csv') return row;
    const cells = withoutEmptyEnd(row.cells, columns.length);
    return { line: row.line, cells, fault: row.fault ?? raggedFault(cells.length, columns.length) };
  }

  function namesOf(cells: readonly Cell[]): string[] {
    if (hasHeader) return distinctNames(cells.map((cell) => (cell === null ? '' : String(cell))));
    return kind === 'txt' ? [textColumnName] : distinctNames([], cells.length);
  }

  return { columns, take: (rows) => rows.flatMap((row) => takeRow(row) ?? []) };
}

/** Empty cells behind the last column are none: many programs write one delimiter too many. */
function withoutEmptyEnd(cells: Cell[], columns: number): Cell[] {
  if (cells.length <= columns) return cells;
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells.slice(0, Math.max(columns, last + 1));
}
