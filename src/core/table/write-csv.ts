/** A table as CSV (RFC 4180): commas, CRLF, quotes where they are needed, UTF-8. */
import type { Cell } from '../contracts/table.ts';
import { layOut, type ExportSettings, type ExportTable } from './export-rows.ts';
import { withoutFormula } from './formulas.ts';
import { inChunks } from './write-chunks.ts';

export interface CsvSettings extends ExportSettings {
  /** Spreadsheets take a file without a byte order mark for Windows-1252; true unless told. */
  hasByteOrderMark?: boolean;
  /** Whether the first line names the columns; a file that is written in several goes has them once. True unless told. */
  hasHeader?: boolean;
}

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe before it. A half of a surrogate pair cannot be
 * written in UTF-8 and becomes U+FFFD.
 */
export function writeCsv(
  table: ExportTable,
  settings: CsvSettings = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const layout = layOut(table, settings);

  async function* lines(): AsyncGenerator<string, void, undefined> {
    if (settings.hasByteOrderMark !== false) yield '\uFEFF';
    if (settings.hasHeader !== false) yield lineOf(layout.names);
    for await (const row of table.rows) yield lineOf(layout.cells(row));
  }

  return inChunks(lines());
}

function lineOf(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = withoutFormula(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
