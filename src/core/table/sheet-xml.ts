/** Rows of a sheet as SpreadsheetML (ECMA-376, part 1), its strings in the cells themselves. */
import type { Cell } from '../contracts/table.ts';

/** Limits of Excel: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3 */
export const maxSheetRows = 1_048_576;
export const maxSheetColumns = 16_384;
export const maxSheetCellCharacters = 32_767;

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const xmlStart = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export const plainSheetStart = `${xmlStart}<worksheet xmlns="${main}"><sheetData>`;
/** The first row stays in sight. */
export const sheetStart =
  `${xmlStart}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>';
export const sheetEnd = '</sheetData></worksheet>';

/** `A` for 0, `AA` for 26. */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest === 0 ? '' : columnLetters(rest - 1)) + String.fromCharCode(0x41 + (column % 26));
}

/**
 * @param number of the row, from 1
 * @param letters of the columns
 * @param style index into the formats of cells
 */
export function rowXml(
  cells: readonly Cell[],
  number: number,
  letters: readonly string[],
  style = 0,
): string {
  const at = style === 0 ? '' : ` s="${String(style)}"`;
  const written = cells.map((cell, i) => {
    if (cell === null || cell === '') return '';
    const place = `<c r="${letters[i] ?? columnLetters(i)}${String(number)}"${at}`;
    if (typeof cell === 'boolean') return `${place} t="b"><v>${cell ? '1' : '0'}</v></c>`;
    if (typeof cell === 'number' || isPlainNumber(cell)) return `${place}><v>${String(cell)}</v></c>`;
    return `${place} t="inlineStr"><is><t xml:space="preserve">${escapeString(cell)}</t></is></c>`;
  });
  return `<row r="${String(number)}">${written.join('')}</row>`;
}

/** Digits that come back from a number as they were, within the fifteen that Excel keeps. */
function isPlainNumber(text: string): boolean {
  return text.length <= 16 && /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text) && String(Number(text)) === text;
}

const special = /[&<>"\0-\x08\x0B-\x1F\uFFFE\uFFFF\p{Cs}]|_(?=x[\dA-Fa-f]{4}_)/gu;
const entities: Partial<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML; what XML cannot hold as `_xHHHH_` (ECMA-376, part 1, 22.9.2.19), and the CR that its readers would lose. */
export function escapeString(text: string): string {
  return text.replace(
    special,
    (unit) => entities[unit] ?? `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
}
