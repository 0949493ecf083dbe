/** Which row names the columns, if any, and which rows above it are none of the table. */
import type { Cell, TableKind } from '../contracts/table.ts';
import { createDateOrderGuess, readDate } from './dates.ts';
import { isNumeric } from './guess-columns.ts';

const commonNames =
  /^(?:id|no|nr|#|index|key|name|text|texts?|review|reviews|comments?|feedback|answer|answers|response|responses|message|messages|body|content|sentence|title|subject|description|date|datetime|time|timestamp|created.*|updated.*|rating|ratings|stars?|score|label|labels|sentiment|category|group|type|source|country|city|region|language|lang|user|username|author|email|url|link|product|brand|department|question.*|verbatim.*|tweet|post)$/i;

/**
 * Whether the first row names the columns: by names that everybody uses, or by being unlike the rows below it.
 *
 * @param rows the first rows
 */
export function guessHeader(rows: readonly (readonly Cell[])[], kind: TableKind): boolean {
  const filled = rows.filter((cells) => countFilled(cells) > 0);
  // A single line of text is more likely a text than a name.
  if (kind === 'txt') return filled.length > 1 && isHeader(filled) && String(filled[0]?.[0]).length < 30;
  return isHeader(filled);
}

/** So many rows above the names are looked through, and so many cells of each may hold something. */
const mostAbove = 20;
const mostCellsAbove = 2;
/** Of the rows below the names so many have to be rows of a table, 0 to 1. */
const enoughRows = 0.8;

/**
 * How many rows stand above the one that names the columns: a title, the day of an export, empty rows. They hold less
 * than the names, and than nearly all rows below these. 0 where that is not plain.
 *
 * @param rows the first rows
 */
export function countRowsAbove(rows: readonly (readonly Cell[])[]): number {
  let most = 0;
  for (const [place, cells] of rows.slice(0, mostAbove + 1).entries()) {
    const filled = countFilled(cells);
    if (most > 0 && filled > most && areTable(rows.slice(place), most)) return place;
    if (filled > mostCellsAbove || (filled > 0 && cells.some(isCommonName))) return 0;
    most = Math.max(most, filled);
  }
  return 0;
}

function areTable(rows: readonly (readonly Cell[])[], mostFilledAbove: number): boolean {
  const [names = [], ...others] = rows.filter((cells) => countFilled(cells) > 0);
  const fitting = others.filter(
    (cells) => countFilled(cells) > mostFilledAbove && cells.length <= names.length,
  );
  return fitting.length > 0 && fitting.length >= others.length * enoughRows && isHeader([names, ...others]);
}

function countFilled(cells: readonly Cell[]): number {
  return cells.filter((cell) => cell !== null && cell !== '').length;
}

/** Whether it is a name that many tables have for a column. */
export function isCommonName(cell: Cell): boolean {
  return typeof cell === 'string' && commonNames.test(cell.trim());
}

/** @param rows those that hold something */
function isHeader(rows: readonly (readonly Cell[])[]): boolean {
  const [first, ...others] = rows;
  if (first === undefined) return false;
  const names = first.map((cell) => (cell === null ? '' : String(cell).trim()));
  const filled = names.filter((name) => name !== '');
  if (filled.length === 0) return false;
  if (first.some((cell) => cell !== null && cell !== '' && isData(cell))) return false;
  const isKnown = (name: string) =>
    commonNames.test(name.replace(/^.*[_\s.-]/, '')) || commonNames.test(name);
  const known = filled.filter(isKnown);
  // A survey may have its questions for names, whole sentences of several lines: then another name has to say so.
  if (filled.some((name) => name.length > 80 || name.includes('\n')))
    return names.some((name, column) => isKnown(name) && isMostly(cellsBelow(others, column), isData));
  // Tools for surveys give a name twice; answers are the same more often.
  if (new Set(filled).size < filled.length) return known.length * 2 >= filled.length;
  if (known.length > 0) return true;
  if (others.length === 0) return false;
  return names.some((name, column) => {
    const below = cellsBelow(others, column);
    if (below.length === 0 || name === '') return false;
    if (isMostly(below, isData)) return true;
    const lengths = below.map((cell) => String(cell).length).toSorted((a, b) => a - b);
    const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
    return first.length > 1 && median > 40 && name.length * 3 < median;
  });
}

function isData(cell: Cell): boolean {
  return typeof cell !== 'string' || isNumeric(cell) || readDate(cell, createDateOrderGuess().order) !== null;
}

/** Of a column, those that hold something. */
function cellsBelow(rows: readonly (readonly Cell[])[], column: number): Cell[] {
  return rows.flatMap((cells) => {
    const cell = cells[column];
    return cell === undefined || cell === null || cell === '' ? [] : [cell];
  });
}

function isMostly(cells: readonly Cell[], isOne: (cell: Cell) => boolean): boolean {
  return cells.filter(isOne).length > cells.length / 2;
}
