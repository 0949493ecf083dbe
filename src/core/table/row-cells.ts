/** What the cells of a row are to a run, besides its text. */
import type { Cell, ColumnRoles } from '../contracts/table.ts';
import { readRating } from './ratings.ts';
import { cellText } from './text-of.ts';

/**
 * The cell of a row in a column; undefined where it has none, or may have another column's: in a row of more cells than
 * columns a comma that nobody quoted has mostly cut the text, and moved all cells behind it.
 *
 * @param column null where no column has the role
 * @param columnCount of the table
 */
export function placedCell(
  cells: readonly Cell[],
  column: number | null,
  { text }: Pick<ColumnRoles, 'text'>,
  columnCount: number,
): Cell | undefined {
  if (column === null) return undefined;
  const isMoved = cells.length > columnCount && column > Math.min(...text);
  return isMoved ? undefined : cells[column];
}

/** Null where the row is of none. */
export function groupOf(
  cells: readonly Cell[],
  roles: Pick<ColumnRoles, 'text' | 'group'>,
  columnCount: number,
): string | null {
  const name = cellText(placedCell(cells, roles.group, roles, columnCount)).trim();
  return name === '' ? null : name;
}

/** NaN where there is none. */
export function ratingOf(
  cells: readonly Cell[],
  roles: Pick<ColumnRoles, 'text' | 'rating'>,
  columnCount: number,
): number {
  return readRating(placedCell(cells, roles.rating, roles, columnCount)) ?? NaN;
}
