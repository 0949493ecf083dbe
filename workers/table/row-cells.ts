/** What the cells of a row are to a run. */
import type { Cell, ColumnRoles } from '#core/contracts/table';

function cellText(cell: Cell | undefined): string {
  return cell === undefined || cell === null ? '' : String(cell);
}

/** What is read of a row; empty where there is nothing. */
export function textOf(cells: readonly Cell[], { text }: ColumnRoles): string {
  return text
    .map((column) => cellText(cells[column]).trim())
    .filter((part) => part !== '')
    .join('\n');
}

/** Null where the row is of none. */
export function groupOf(cells: readonly Cell[], { group }: ColumnRoles): string | null {
  if (group === null) return null;
  const name = cellText(cells[group]).trim();
  return name === '' ? null : name;
}

/** Milliseconds since 1970; NaN where there is none. */
export function dateOf(cells: readonly Cell[], { date }: ColumnRoles): number {
  return date === null ? NaN : Date.parse(cellText(cells[date]));
}

/** NaN where there is none. */
export function ratingOf(cells: readonly Cell[], { rating }: ColumnRoles): number {
  return rating === null ? NaN : Number.parseFloat(cellText(cells[rating]));
}
