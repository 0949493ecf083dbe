/** What the columns of a table seem to hold, and which of them is which, by their first rows. */
import type { Cell, ColumnGuess, ColumnKind, ColumnRoles, TableRow } from '../contracts/table.ts';
import { createDateOrderGuess, isCountedTime, readDate } from './dates.ts';
import { readRating } from './ratings.ts';
import { cellText } from './text-of.ts';

/** Of the cells that are not empty, how many have to be of a kind to make their column one of it, 0 to 1. */
const enough = 0.85;
const maxRatings = 11;
const maxCategories = 20;
const maxCategoryCharacters = 40;
const fewestToTellCategories = 4;

const dateNames = /date|time|day\b|month|created|posted|submitted|timestamp/i;
const ratingNames = /rating|^rate$|stars?\b|score|nps|grade|overall/i;
const groupNames =
  /group|categor|product|country|region|city|source|segment|channel|type|department|team|store|brand|plan|version|language|gender|status|platform|topic|hotel|branch|location/i;

/** A column as far as it is known: its cells that are not empty. */
interface KnownColumn {
  name: string;
  cells: Cell[];
  texts: string[];
  kind: ColumnKind;
  medianCharacters: number;
}

/**
 * @param columns names, in order
 * @param rows those of the preview
 */
export function guessColumns(
  columns: readonly string[],
  rows: readonly TableRow[],
): { columns: ColumnGuess[]; roles: ColumnRoles | null } {
  const known = columns.map((name, i) => knowColumn(name, rows, i));
  return {
    columns: known.map(({ name, kind, medianCharacters }) => ({ name, kind, medianCharacters })),
    roles: guessRoles(known),
  };
}

function knowColumn(name: string, rows: readonly TableRow[], column: number): KnownColumn {
  const cells = rows.flatMap(({ cells: all }) => {
    const cell = all[column];
    return cellText(cell).trim() === '' ? [] : [cell ?? null];
  });
  const texts = cells.map((cell) => cellText(cell).trim());
  const lengths = texts.map((text) => text.length).toSorted((a, b) => a - b);
  return {
    name,
    cells,
    texts,
    kind: kindOf(name, cells, texts),
    medianCharacters: lengths[Math.floor(lengths.length / 2)] ?? 0,
  };
}

function kindOf(name: string, cells: readonly Cell[], texts: readonly string[]): ColumnKind {
  if (cells.length === 0) return 'empty';
  const share = (isOne: (cell: Cell) => boolean): number => cells.filter(isOne).length / cells.length;
  const order = createDateOrderGuess();
  for (const cell of cells) order.add(cell);
  // A long number is a time only where the name says so.
  const isDay = (cell: Cell) => dateNames.test(name) || !isCountedTime(cell);
  if (share((cell) => isDay(cell) && readDate(cell, order.order) !== null) >= enough) return 'date';
  if (share((cell) => readRating(cell) !== null) >= enough && isRating(name, cells)) return 'rating';
  if (share((cell) => isNumeric(cell)) >= enough) return 'number';
  return isCategory(texts) || share((cell) => typeof cell === 'boolean') >= enough ? 'category' : 'text';
}

function isRating(name: string, cells: readonly Cell[]): boolean {
  const ratings = cells.flatMap((cell) => readRating(cell) ?? []);
  // A score with many places is a measure, no rating.
  const hasFewPlaces = ratings.every((rating) => Number.isInteger(rating * 10) && Math.abs(rating) <= 100);
  if (ratingNames.test(name)) return hasFewPlaces;
  const values = new Set(ratings);
  const isFew = values.size <= maxRatings && ratings.length >= values.size * 2 && values.size > 2;
  return isFew && ratings.every((rating) => Number.isInteger(rating) && rating >= 0 && rating <= 10);
}

export function isNumeric(cell: Cell): boolean {
  if (typeof cell === 'number') return true;
  return (
    typeof cell === 'string' &&
    /^(?=.*\d)[+-]?(?:\d+|\d{1,3}(?:[.,]\d{3})+)?(?:[.,]\d+)?(?:e[+-]?\d+)?\s*%?$/i.test(cell.trim())
  );
}

function isCategory(texts: readonly string[]): boolean {
  const distinct = new Set(texts);
  const isShort = texts.every((text) => text.length <= maxCategoryCharacters);
  return isShort && texts.length >= fewestToTellCategories && distinct.size * 2 <= texts.length;
}

function guessRoles(columns: readonly KnownColumn[]): ColumnRoles | null {
  const text = guessText(columns);
  if (text === null) return null;
  return {
    text: [text],
    date: theOne(columns, 'date', dateNames, true),
    group: theOne(columns, 'category', groupNames, false, (column) => {
      const groups = new Set(column.texts).size;
      return (
        (groups > 1 || groupNames.test(column.name)) && groups <= maxCategories && columns[text] !== column
      );
    }),
    rating: theOne(columns, 'rating', ratingNames, true),
  };
}

/** The longest by its median; addresses and keys, which have no spaces, only where there is nothing else. */
function guessText(columns: readonly KnownColumn[]): number | null {
  const hasWords = ({ texts }: KnownColumn): boolean =>
    texts.filter((text) => /\S\s+\S/.test(text)).length * 2 >= texts.length;
  const texts = columns.filter(({ kind }) => kind === 'text');
  const wordy = texts.filter(hasWords);
  const candidates =
    wordy.length > 0 ? wordy : texts.length > 0 ? texts : columns.filter(({ kind }) => kind === 'category');
  const longest = candidates.reduce<KnownColumn | null>(
    (best, column) => (best === null || column.medianCharacters > best.medianCharacters ? column : best),
    null,
  );
  return longest === null ? null : columns.indexOf(longest);
}

/**
 * The column of a kind whose name says so, else the only one of it.
 *
 * @param takesFirst where several fit alike: the first of them, or none
 */
function theOne(
  columns: readonly KnownColumn[],
  kind: ColumnKind,
  names: RegExp,
  takesFirst: boolean,
  fits: (column: KnownColumn) => boolean = () => true,
): number | null {
  const all = columns.filter((column) => column.kind === kind && fits(column));
  const named = all.filter(({ name }) => names.test(name));
  const choice = named.length > 0 ? named : all;
  const [first] = choice;
  return first !== undefined && (choice.length === 1 || takesFirst || named.length > 0)
    ? columns.indexOf(first)
    : null;
}
