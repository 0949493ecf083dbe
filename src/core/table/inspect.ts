/** A first look at a file: how it would be read, what its columns hold, and its first rows. */
import { UndertoneError } from '../contracts/errors.ts';
import type { Inspection, TableEncoding, TableKind, TableRow, TableShape } from '../contracts/table.ts';
import type { ByteSource } from './byte-source.ts';
import { createCellTable } from './cell-table.ts';
import { decodeText, joinBytes } from './decode.ts';
import { guessColumns } from './guess-columns.ts';
import { guessEncoding, isOldOffice, isZip } from './guess-encoding.ts';
import { areLists, guessRowsDepth } from './guess-json.ts';
import { countRowsAbove, guessHeader } from './guess-names.ts';
import { guessDelimiter, guessKinds, type TextHead, type TextKind } from './guess-shape.ts';
import { maxTextFileBytes, maxWorkbookBytes } from './limits.ts';
import { readTable } from './read-table.ts';
import { openWorkbook } from './workbook.ts';

export interface InspectOptions {
  /** Of the file, for its ending. */
  name: string;
  /** Of the file, where that is known before it is read. */
  sizeBytes?: number;
  /** What the person has changed of the guess. */
  given?: Partial<TableShape>;
}

const previewRows = 50;
/** What is looked at of a file of text; a workbook is read as a whole. */
const headBytes = 262_144;

/**
 * Reads no more of the source than it needs.
 *
 * @throws UndertoneError `table-unreadable` where it is no text and no workbook, is broken or has no rows;
 *   `table-locked`, `table-too-large`
 */
export async function inspectTable(source: ByteSource, options: InspectOptions): Promise<Inspection> {
  const bytes = source[Symbol.asyncIterator]();
  try {
    const { head, isWhole } = await takeHead(bytes);
    if (head.length === 0) throw new UndertoneError('table-unreadable', { reason: 'empty' });
    // An .xlsx with a password is wrapped in what Office programs wrote before 2007: both begin alike.
    if (isOldOffice(head)) throw new UndertoneError('table-locked');
    const isWorkbook = isZip(head);
    checkSize(options.sizeBytes, isWorkbook);
    return isWorkbook
      ? await inspectWorkbook(chain(head, bytes), options)
      : await inspectText(head, isWhole, options);
  } finally {
    await bytes.return?.();
  }
}

function checkSize(sizeBytes: number | undefined, isWorkbook: boolean): void {
  const maxBytes = isWorkbook ? maxWorkbookBytes : maxTextFileBytes;
  if (sizeBytes !== undefined && sizeBytes > maxBytes)
    throw new UndertoneError('table-too-large', { maxBytes });
}

async function takeHead(bytes: AsyncIterator<Uint8Array>): Promise<{ head: Uint8Array; isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  while (sizeBytes < headBytes) {
    const next = await bytes.next();
    if (next.done === true) return { head: joinBytes(chunks), isWhole: true };
    chunks.push(next.value);
    sizeBytes += next.value.length;
  }
  return { head: joinBytes(chunks), isWhole: false };
}

async function* chain(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
  await Promise.resolve();
}

async function inspectText(head: Uint8Array, isWhole: boolean, options: InspectOptions): Promise<Inspection> {
  const { given = {}, name } = options;
  const encoding: TableEncoding | null = guessEncoding(head);
  if (encoding === null || given.kind === 'xlsx') {
    throw new UndertoneError('table-unreadable', { reason: 'not text' });
  }
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const shown = given.encoding ?? encoding;
  const text = await textOfHead(head, shown);
  if (text.trim() === '') throw new UndertoneError('table-unreadable', { reason: 'no text' });
  const sample: TextHead = { text, isWhole, extension, skipLines: given.skipLines };
  const delimiter = given.delimiter ?? guessDelimiter(sample);
  const [likeliest, ...others] = given.kind === undefined ? guessKinds(sample) : [given.kind];
  const readAs = (kind: TextKind): Promise<Inspection> =>
    inspectLines(head, isWhole, { ...shapeOfText(text, kind), encoding: shown, delimiter }, given);
  let seen = readAs(likeliest);
  for (const kind of others) {
    // Text that begins like JSON is none where nothing in it can be read so.
    const isReadable = await seen.then(
      ({ rows }) => rows.some(({ fault }) => fault !== 'not-json'),
      isNoTable,
    );
    if (isReadable) break;
    seen = readAs(kind);
  }
  return seen;
}

/** @returns false for what says that nothing was found; throws all else */
function isNoTable(thrown: unknown): false {
  if (thrown instanceof UndertoneError && thrown.code === 'table-unreadable') return false;
  throw thrown;
}

async function inspectLines(
  head: Uint8Array,
  isWhole: boolean,
  plain: TableShape,
  given: Partial<TableShape>,
): Promise<Inspection> {
  const { kind } = plain;
  const first = plain.hasHeader ? await firstRows(head, isWhole, { ...plain, hasHeader: false }) : null;
  const shape = first === null ? plain : { ...plain, ...guessNames(first.rows, kind, given) };
  const { columns, rows } = await firstRows(head, isWhole, shape);
  // Such as JSON that is broken from its beginning on: nothing could be chosen of it.
  if (columns.length === 0) throw new UndertoneError('table-unreadable', { reason: 'no columns' });
  return { shape, hasHeaderChoice: plain.hasHeader, ...guessColumns(columns, rows), rows, sheets: [] };
}

async function textOfHead(head: Uint8Array, encoding: TableEncoding): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of decodeText(only(head), encoding)) pieces.push(piece);
  return pieces.join('');
}

async function inspectWorkbook(source: ByteSource, { given = {} }: InspectOptions): Promise<Inspection> {
  if (given.kind !== undefined && given.kind !== 'xlsx') {
    throw new UndertoneError('table-unreadable', { reason: 'not text' });
  }
  const workbook = await openWorkbook(source);
  // Many a workbook begins with an empty sheet; one that is asked for is shown or refused.
  for (const sheet of given.sheet === undefined ? workbook.sheets : [given.sheet]) {
    const all = await workbook.rows(sheet);
    const shape: TableShape = {
      kind: 'xlsx',
      encoding: 'utf-8',
      delimiter: ',',
      sheet,
      ...guessNames(all.slice(0, previewRows), 'xlsx', given),
    };
    const table = createCellTable(shape);
    const rows = table.take(all);
    if (rows.length === 0) continue;
    const preview = rows.slice(0, previewRows);
    return {
      shape,
      hasHeaderChoice: true,
      ...guessColumns(table.columns, preview),
      rows: preview,
      sheets: [...workbook.sheets],
    };
  }
  throw new UndertoneError('table-unreadable', { reason: 'no rows' });
}

/** The first rows and the names of all columns that are seen in them. What the beginning cuts off is left out. */
async function firstRows(
  head: Uint8Array,
  isWhole: boolean,
  shape: TableShape,
): Promise<{ columns: string[]; rows: TableRow[] }> {
  const table = readTable(only(head), shape);
  const rows: TableRow[] = [];
  let columns: string[] = [];
  for await (const batch of table.batches) {
    rows.push(...batch);
    columns = [...table.columns];
    if (rows.length > previewRows) break;
  }
  // The last row of a beginning may be half of one.
  const shown = isWhole || rows.length === 1 ? rows : rows.slice(0, -1);
  return { columns, rows: shown.slice(0, previewRows) };
}

/** What the text itself tells of how it is read; `hasHeader` where there may be one. */
function shapeOfText(text: string, kind: TextKind): Pick<TableShape, 'kind' | 'hasHeader' | 'rowsDepth'> {
  const isJson = kind === 'json' || kind === 'jsonl';
  const rowsDepth = kind === 'json' ? guessRowsDepth(text) : 1;
  return {
    kind,
    hasHeader: !isJson || areLists(text, kind),
    ...(rowsDepth === 1 ? {} : { rowsDepth }),
  };
}

/** Where the names of the columns stand; what the person has said of it holds. */
function guessNames(
  rows: readonly TableRow[],
  kind: TableKind,
  given: Partial<TableShape>,
): Pick<TableShape, 'hasHeader' | 'skipLines'> {
  const isTable = kind === 'csv' || kind === 'xlsx';
  const guessed = isTable && given.hasHeader !== false ? linesAboveNames(rows) : 0;
  const skipLines = isTable || kind === 'txt' ? (given.skipLines ?? guessed) : 0;
  const cells = rows.filter(({ line }) => line > skipLines).map((row) => row.cells);
  return {
    hasHeader: given.hasHeader ?? guessHeader(cells, kind),
    ...(skipLines > 0 ? { skipLines } : {}),
  };
}

function linesAboveNames(rows: readonly TableRow[]): number {
  const above = countRowsAbove(rows.map(({ cells }) => cells));
  return above === 0 ? 0 : (rows[above]?.line ?? 1) - 1;
}
