/** A table as JSONL: an object a row, its names in the order of the columns. */
import { layOut, type ExportSettings, type ExportTable } from './export-rows.ts';
import { inChunks } from './write-chunks.ts';

export function writeJsonl(
  table: ExportTable,
  settings: ExportSettings = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const layout = layOut(table, settings);
  const names = layout.names.map((name) => JSON.stringify(name));

  // Put together here, since an object would set names that are numbers before all others.
  async function* lines(): AsyncGenerator<string, void, undefined> {
    for await (const row of table.rows) {
      const values = layout.cells(row).map((cell) => JSON.stringify(cell));
      yield `{${names.map((name, i) => `${name}:${values[i] ?? 'null'}`).join(',')}}\n`;
    }
  }

  return inChunks(lines());
}
