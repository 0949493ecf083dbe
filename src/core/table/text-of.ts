/** What is read of a row. */
import type { Cell, ColumnRoles, TableRow } from '../contracts/table.ts';

/**
 * What programs and people put where there is no text, and what nobody's answer is. Not *none* nor *no comment*, which
 * are answers to some questions, nor *nan*, which may be somebody, unless it is written as programs write it.
 */
const placeholderPattern = /^(?:#?n\/a|null|nil|-{1,3}|[–—.])$/i;
const notANumber = 'NaN';

/** Whether a text is nothing but white space, or stands for there being none: `n/a`, `#N/A`, `null`, `nil`, `-`, `.`. */
export function isNoText(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || trimmed === notANumber || placeholderPattern.test(trimmed);
}

/**
 * The cells of the text columns, a line each; those without a text are left out, and so is what only stands in for one
 * (see `isNoText`). Empty where there is none.
 */
export function textOf(row: Pick<TableRow, 'cells'>, roles: Pick<ColumnRoles, 'text'>): string {
  return roles.text
    .map((column) => cellText(row.cells[column]))
    .filter((text) => !isNoText(text))
    .join('\n');
}

/** A cell as words; a missing one and null have none. */
export function cellText(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell);
}
