/** What is read of a row. */
import type { Cell, ColumnRoles, TableRow } from '../contracts/table.ts';

/** The cells of the text columns, a line each; those without a text are left out. Empty where there is none. */
export function textOf(row: Pick<TableRow, 'cells'>, roles: Pick<ColumnRoles, 'text'>): string {
  return roles.text
    .map((column) => cellText(row.cells[column]))
    .filter((text) => text.trim() !== '')
    .join('\n');
}

/** A cell as words; a missing one and null have none. */
export function cellText(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell);
}
