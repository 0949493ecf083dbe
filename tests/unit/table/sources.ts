/** Bytes of a file as tests give them: in chunks of any size. */
import type { TableEncoding, TableRow, TableShape } from '#core/contracts/table';
import { readTable } from '#core/table/read-table';

export const csvShape: TableShape = { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: true };

export function encode(text: string, encoding: TableEncoding = 'utf-8'): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'windows-1252') return Uint8Array.from(text, (unit) => unit.charCodeAt(0));
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i += 1) {
    view.setUint16(i * 2, text.charCodeAt(i), encoding === 'utf-16le');
  }
  return bytes;
}

/** The bytes in chunks that end at the given places, wherever these fall. */
export async function* chunked(
  bytes: Uint8Array,
  places: readonly number[] = [],
): AsyncGenerator<Uint8Array, void, undefined> {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    yield await Promise.resolve(bytes.subarray(from, end));
    from = end;
  }
}

export interface ReadResult {
  columns: string[];
  rows: TableRow[];
}

export async function readAll(
  content: string | Uint8Array,
  shape: Partial<TableShape> = {},
  places: readonly number[] = [],
): Promise<ReadResult> {
  const bytes = typeof content === 'string' ? encode(content) : content;
  const table = readTable(chunked(bytes, places), { ...csvShape, ...shape });
  const rows: TableRow[] = [];
  for await (const batch of table.batches) rows.push(...batch);
  return { columns: [...table.columns], rows };
}

/** Rows as `line: cells` and what is wrong with them, for looking at. */
export function outline({ rows }: ReadResult): unknown[] {
  return rows.map(({ line, cells, fault }) => (fault === null ? [line, cells] : [line, cells, fault]));
}
