/** Rows out of the bytes of a file, in batches that are made when they are asked for. */
import { UndertoneError } from '../contracts/errors.ts';
import type { TableRow, TableShape } from '../contracts/table.ts';
import type { ByteSource } from './byte-source.ts';
import { createCellTable } from './cell-table.ts';
import { decodeText } from './decode.ts';
import { createJsonItems } from './json-items.ts';
import { createJsonRows } from './json-rows.ts';
import { cellLimits, jsonLimits } from './limits.ts';
import { createRecordReader, type RawRow, type RecordReader } from './record-reader.ts';
import { openWorkbook } from './workbook.ts';

export interface OpenTable {
  /**
   * Names of the columns, distinct, in their order. Known when the first batch has come; those of JSON grow with rows
   * that hold what none before them held, and are complete at the end.
   */
  readonly columns: readonly string[];
  /** Every row of the file below the one that names the columns, if any does, in order; to be gone through once. */
  readonly batches: AsyncGenerator<TableRow[], void, undefined>;
}

/** Rows that are given out together at the most. */
const batchRows = 2_000;

/**
 * Text is read as it is asked for, a piece at a time, and no more of it is held than the longest row. Rows that are
 * not in order are kept, with their fault and as much of them as could be told apart. Empty lines are rows without
 * cells, but for those before the row that names the columns.
 *
 * While `batches` is gone through it throws an UndertoneError: `table-too-large`, or `table-unreadable` where there
 * are no rows at all.
 */
export function readTable(source: ByteSource, shape: TableShape): OpenTable {
  const { kind } = shape;
  if (kind === 'json' || kind === 'jsonl') return readJson(source, { ...shape, kind });
  const table = createCellTable(shape);

  async function* batches(): AsyncGenerator<TableRow[], void, undefined> {
    const read = kind === 'xlsx' ? sheetRows(source, shape) : textRows(source, shape);
    for await (const rows of read) {
      const taken = table.take(rows);
      if (taken.length > 0) yield taken;
    }
  }

  return { columns: table.columns, batches: some(batches()) };
}

function readJson(source: ByteSource, shape: TableShape & { kind: 'json' | 'jsonl' }): OpenTable {
  const { kind, rowsDepth, hasHeader } = shape;
  const reader =
    kind === 'json' ? createJsonItems(jsonLimits, rowsDepth) : createRecordReader(null, jsonLimits);
  const rows = createJsonRows(jsonLimits.cellCharacters, hasHeader);

  async function* batches(): AsyncGenerator<TableRow[], void, undefined> {
    for await (const raw of rawRows(source, shape, reader)) {
      const taken = raw.flatMap((row) => rows.row(row) ?? []);
      if (taken.length > 0) yield taken;
    }
  }

  return { columns: rows.columns, batches: some(batches()) };
}

async function* textRows(source: ByteSource, shape: TableShape): AsyncGenerator<RawRow[], void, undefined> {
  let isFirst = true;
  const delimiter = shape.kind === 'csv' ? shape.delimiter : null;
  for await (const rows of rawRows(source, shape, createRecordReader(delimiter, cellLimits))) {
    yield isFirst && delimiter !== null && isSeparatorLine(rows[0]) ? rows.slice(1) : rows;
    isFirst = false;
  }
}

/** Excel tells itself by a first line such as `sep=;` what stands between cells. */
function isSeparatorLine(row: RawRow | undefined): boolean {
  const [first = '', ...rest] = row?.cells ?? [];
  return rest.every((cell) => cell === '') && /^sep=.?$/i.test(first);
}

async function* rawRows(
  source: ByteSource,
  { encoding }: TableShape,
  reader: RecordReader,
): AsyncGenerator<RawRow[], void, undefined> {
  for await (const piece of decodeText(source, encoding)) {
    yield* inBatches(reader.push(piece));
  }
  yield* inBatches(reader.end());
}

async function* sheetRows(
  source: ByteSource,
  { sheet }: TableShape,
): AsyncGenerator<TableRow[], void, undefined> {
  yield* inBatches(await (await openWorkbook(source)).rows(sheet));
}

function* inBatches<Row>(rows: Row[]): Generator<Row[], void, undefined> {
  if (rows.length <= batchRows) {
    if (rows.length > 0) yield rows;
    return;
  }
  for (let from = 0; from < rows.length; from += batchRows) yield rows.slice(from, from + batchRows);
}

async function* some(
  batches: AsyncGenerator<TableRow[], void, undefined>,
): AsyncGenerator<TableRow[], void, undefined> {
  let isEmpty = true;
  for await (const rows of batches) {
    isEmpty = false;
    yield rows;
  }
  if (isEmpty) throw new UndertoneError('table-unreadable', { reason: 'no rows' });
}
