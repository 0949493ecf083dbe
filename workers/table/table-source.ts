/** Rows of a file. */
import { createLineSplitter } from '#core/table/lines';
import type { Inspection, TableRow, TableShape } from '#core/contracts/table';

export interface TableSource {
  columns: string[];
  batches: AsyncIterable<TableRow[]>;
}

export async function inspectTable(file: Blob, given: Partial<TableShape>): Promise<Inspection> {
  const shape: TableShape = { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: true, ...given };
  const { columns, batches } = await openTable(file, shape, () => undefined);
  const rows: TableRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return {
    shape,
    columns: columns.map((name) => ({ name, kind: 'text', medianCharacters: 0 })),
    roles: { text: [0], date: null, group: null, rating: null },
    rows: rows.slice(0, 50),
    sheets: [],
  };
}

export async function openTable(
  file: Blob,
  shape: TableShape,
  onBytes: (doneBytes: number) => void,
): Promise<TableSource> {
  const [header = ''] = (await file.slice(0, 65_536).text()).split('\n');
  const columns = header.trim().split(shape.delimiter);
  return { columns, batches: read(file, shape, onBytes) };
}

async function* read(
  file: Blob,
  shape: TableShape,
  onBytes: (doneBytes: number) => void,
): AsyncGenerator<TableRow[]> {
  const lines = createLineSplitter(2_000_000);
  const decoder = new TextDecoder(shape.encoding);
  const reader = file.stream().getReader();
  let doneBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    const complete = done ? lines.end() : lines.push(decoder.decode(value, { stream: true }));
    yield complete.flatMap((line) =>
      'text' in line && !(shape.hasHeader && line.number === 1)
        ? [{ line: line.number, cells: line.text.split(shape.delimiter), fault: null }]
        : [],
    );
    doneBytes += value?.byteLength ?? 0;
    onBytes(doneBytes);
    if (done) return;
  }
}
