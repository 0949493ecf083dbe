/** A table with what came of its rows, as a file. */
import type { ExportKind } from '../contracts/run.ts';
import type { ExportSettings, ExportTable } from './export-rows.ts';
import { writeCsv } from './write-csv.ts';
import { writeJsonl } from './write-jsonl.ts';
import { writeXlsx } from './write-xlsx.ts';

/** The bytes of the file, made as they are asked for; no more of it is held than some rows. */
export function writeTable(
  kind: ExportKind,
  table: ExportTable,
  settings: ExportSettings = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  switch (kind) {
    case 'csv':
      return writeCsv(table, settings);
    case 'jsonl':
      return writeJsonl(table, settings);
    case 'xlsx':
      return writeXlsx(table, settings);
  }
}
