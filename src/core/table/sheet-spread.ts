/**
 * How far apart the cells of a sheet stand. The library that reads them fills in all that is missing between them, so
 * that a file of a few hundred bytes with a single cell far out would take all memory there is.
 */
import { maxSheetColumns, maxSheetRows } from './sheet-xml.ts';

/** Of a sheet with its gaps filled; more could not stand in a file of the size that is read. */
const maxCells = 20_000_000;
const chunkBytes = 4_194_304;
/** Longer than any tag of a cell that a program writes. */
const maxTagCharacters = 65_536;

const tagPattern = /<(?:[\w.-]+:)?(c|row)(?=[\s/>])((?:"[^"<]*"|'[^'<]*'|[^<>"'])*)>(<\/)?/g;
const placePattern = /\sr\s*=\s*(?:"([^"]*)"|'([^']*)')/;

/**
 * Whether a sheet, its gaps filled, has more cells than can be held. Cells without a value count for nothing: those are
 * often formatted to the end of a sheet.
 *
 * @param xml the part of the workbook that holds its cells
 */
export function isSpreadTooFar(xml: Uint8Array): boolean {
  // Only names and numbers are looked at, which are alike in all encodings of one byte and in UTF-8.
  const decoder = new TextDecoder('latin1');
  let lastRow = 0;
  let lastColumn = 0;
  let rest = '';
  for (let from = 0; from < xml.length; from += chunkBytes) {
    const text = rest + decoder.decode(xml.subarray(from, from + chunkBytes));
    let cut = from + chunkBytes >= xml.length ? text.length : endOfWhole(text);
    if (text.length - cut > maxTagCharacters) {
      if (!text.includes('>', cut)) return true;
      // What is long here is a text, and not the tag before it.
      cut = text.length;
    }
    for (const match of text.matchAll(tagPattern)) {
      if (match.index >= cut) break;
      const [, tag, attributes = '', end] = match;
      const place = placePattern.exec(attributes);
      if (place === null) continue;
      const [row, column] = placeOf(tag === 'row', place[1] ?? place[2] ?? '');
      if (row > maxSheetRows || column > maxSheetColumns) return true;
      if (tag === 'row' || end !== undefined || attributes.endsWith('/')) continue;
      lastRow = Math.max(lastRow, row);
      lastColumn = Math.max(lastColumn, column);
    }
    rest = text.slice(cut);
  }
  return lastRow * lastColumn > maxCells;
}

/** Where the last tag begins, which may go on in what comes, or the one right before it, which that may end. */
function endOfWhole(text: string): number {
  const last = text.lastIndexOf('<');
  if (last === -1) return text.length;
  return text[last - 1] === '>' ? Math.max(0, text.lastIndexOf('<', last - 1)) : last;
}

/** As the library counts them: letters are figures to the base of 26, whatever letters they are. */
function placeOf(isRow: boolean, name: string): [row: number, column: number] {
  if (isRow) return [Number(name) || 0, 0];
  const digits = name.search(/\d/);
  if (digits === -1) return [0, 0];
  let column = 0;
  for (let i = 0; i < digits; i += 1) column = column * 26 + name.charCodeAt(i) - 64;
  return [Number(name.slice(digits)) || 0, column];
}
