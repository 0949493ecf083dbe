/** A table as an Excel workbook (.xlsx). */
import { Zip, ZipDeflate } from 'fflate';
import { UndertoneError } from '../contracts/errors.ts';
import type { Cell } from '../contracts/table.ts';
import { layOut, modelCells, type ExportSettings, type ExportTable } from './export-rows.ts';
import {
  columnLetters,
  maxSheetCellCharacters,
  maxSheetColumns,
  maxSheetRows,
  rowXml,
  sheetEnd,
  sheetStart,
} from './sheet-xml.ts';
import { aboutPart, fixedParts, sheetPath } from './workbook-parts.ts';

const chunkCharacters = 65_536;
const headerStyle = 1;

/**
 * Cells of text are strings, never formulas. Rows beyond what a sheet holds go on in another one. A text that is
 * longer than a cell of Excel is cut there, and the note of its row says so.
 *
 * @param rowsPerSheet the names among them
 * @throws UndertoneError `table-too-large` where there are more columns than a sheet holds
 */
export async function* writeXlsx(
  table: ExportTable,
  settings: ExportSettings = {},
  rowsPerSheet = maxSheetRows,
): AsyncGenerator<Uint8Array, void, undefined> {
  const layout = layOut(table, settings);
  if (layout.names.length > maxSheetColumns) {
    throw new UndertoneError('table-too-large', { maxColumns: maxSheetColumns });
  }
  const letters = layout.names.map((_, i) => columnLetters(i));
  const header = rowXml(fitting(layout.names, layout.names, null), 1, letters, headerStyle);
  const archive = createArchive();
  let sheets = 0;
  let rowNumber = rowsPerSheet;
  let held: string[] = [];
  let heldCharacters = 0;

  function beginSheet(): void {
    if (sheets > 0) archive.write(held.join('') + sheetEnd, true);
    sheets += 1;
    archive.begin(sheetPath(sheets));
    held = [sheetStart, header];
    heldCharacters = 0;
    rowNumber = 1;
  }

  beginSheet();
  for await (const row of table.rows) {
    if (rowNumber >= rowsPerSheet) beginSheet();
    rowNumber += 1;
    const xml = rowXml(fitting(layout.cells(row), layout.names, layout.note), rowNumber, letters);
    held.push(xml);
    heldCharacters += xml.length;
    if (heldCharacters < chunkCharacters) continue;
    archive.write(held.join(''), false);
    held = [];
    heldCharacters = 0;
    yield* archive.taken();
  }
  archive.write(held.join('') + sheetEnd, true);
  const about = aboutPart(modelCells(table.models), sheets);
  for (const [path, xml] of [about, ...fixedParts(sheets, modelCells(table.models))]) {
    archive.begin(path);
    archive.write(xml, true);
  }
  archive.end();
  yield* archive.taken();
}

/**
 * The cells as Excel can hold them.
 *
 * @param note the column that says which are not whole; null where there is none
 */
function fitting(cells: readonly Cell[], names: readonly string[], note: number | null): Cell[] {
  const cut: string[] = [];
  const fit = cells.map((cell, i) => {
    if (typeof cell !== 'string' || cell.length <= maxSheetCellCharacters) return cell;
    cut.push(names[i] ?? '');
    const end = maxSheetCellCharacters - 1;
    // Not through the middle of a pair.
    const isPair = /[\uD800-\uDBFF]/.test(cell.charAt(end - 1));
    return `${cell.slice(0, isPair ? end - 1 : end)}…`;
  });
  if (cut.length > 0 && note !== null) {
    const said = `Cut here, as a cell of Excel holds ${String(maxSheetCellCharacters)} characters: ${cut.join(', ').slice(0, 1_000)}.`;
    fit[note] = [fit[note], said].filter((part) => part !== '').join(' ');
  }
  return fit;
}

interface Archive {
  begin(path: string): void;
  write(text: string, isLast: boolean): void;
  end(): void;
  /** The bytes that have come about since it was last asked. */
  taken(): Uint8Array[];
}

function createArchive(): Archive {
  const encoder = new TextEncoder();
  let chunks: Uint8Array[] = [];
  let entry: ZipDeflate | null = null;
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw new UndertoneError('internal', { reason: 'zip' }, { cause: error });
    chunks.push(chunk);
  });
  return {
    begin(path) {
      entry = new ZipDeflate(path, { level: 6 });
      zip.add(entry);
    },
    write: (text, isLast) => entry?.push(encoder.encode(text), isLast),
    end: () => {
      zip.end();
    },
    taken() {
      const ready = chunks;
      chunks = [];
      return ready;
    },
  };
}
