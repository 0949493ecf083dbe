/** A first pass over a table: how many rows there are, and what has to be known of all of them before one is read. */
import { dateOrders } from '#core/contracts/table';
import type { ColumnRoles, DateOrder, Inspection, TableRow, TableShape } from '#core/contracts/table';
import { createDateOrderGuess, readDate, rolesAsRead } from '#core/table/dates';
import { createFirstRows } from '#core/table/first-rows';
import { readTable } from '#core/table/read-table';
import { placedCell, ratingOf } from '#core/table/row-cells';
import { textDigest } from '#core/table/text-digest';
import { textOf } from '#core/table/text-of';
import type { CliInput } from './cli-input.ts';

export interface Survey {
  readonly input: CliInput;
  readonly shape: TableShape;
  readonly roles: ColumnRoles;
  readonly columns: readonly string[];
  /** Cells of the row that has the most. */
  readonly widestRow: number;
  readonly rows: number;
  readonly dateOrder: DateOrder;
  /** Rows that have a date. */
  readonly dated: number;
  /** Rows that have a rating. */
  readonly rated: number;
  /** For each row that repeats the text of an earlier one the row in which it stood first. */
  readonly repeats: ReadonlyMap<number, number>;
}

/** @throws UndertoneError `table-unreadable`, `table-too-large`, `file-unreadable` */
export async function surveyTable(
  input: CliInput,
  { shape }: Pick<Inspection, 'shape'>,
  roles: ColumnRoles,
): Promise<Survey> {
  const table = readTable(input.bytes(), shape);
  const firstRows = createFirstRows();
  const repeats = new Map<number, number>();
  const dates = createDateOrderGuess(roles.dateOrder);
  let rows = 0;
  let widestRow = 0;
  let dated = 0;
  let rated = 0;
  for await (const batch of table.batches) {
    for (const row of batch) {
      const text = textOf(row, roles);
      const first = text === '' ? rows : firstRows.firstOf(textDigest(text), rows);
      if (first !== rows) repeats.set(rows, first);
      const date = placedCell(row.cells, roles.date, roles, table.columns.length);
      dates.add(date);
      if (dateOrders.some((order) => readDate(date, order) !== null)) dated += 1;
      if (!Number.isNaN(ratingOf(row.cells, roles, table.columns.length))) rated += 1;
      widestRow = Math.max(widestRow, row.cells.length);
      rows += 1;
    }
  }
  const columns = [...table.columns];
  const read = rolesAsRead(roles, dates);
  return {
    input,
    shape,
    roles: read,
    columns,
    widestRow,
    rows,
    dateOrder: dates.order,
    dated,
    rated,
    repeats,
  };
}

/** The rows of a table that was surveyed, once more. */
export function rowsOf({ input, shape }: Survey): AsyncGenerator<TableRow[], void, undefined> {
  return readTable(input.bytes(), shape).batches;
}
