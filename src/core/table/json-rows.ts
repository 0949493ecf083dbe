/** Rows out of JSON: an object a row, its columns in the order in which they first appear, or a list of cells. */
import type { Cell, RowFault, TableRow } from '../contracts/table.ts';
import { distinctNames, freeName } from './column-names.ts';
import { leavesOf } from './json-leaves.ts';
import { raggedFault } from './ragged.ts';
import type { RawRow } from './record-reader.ts';
import { cellText } from './text-of.ts';

/** The column of items that are plain strings. */
export const textColumnName = 'text';

/** The column of all values whose names have none of their own, as JSON. */
const restColumnName = 'more';

export interface JsonRows {
  /** Grows with rows that hold what none before them held. */
  readonly columns: readonly string[];
  /** The item of JSON in the first cell as a row of the table; null for the list that names the columns. */
  row(raw: RawRow): TableRow | null;
}

/**
 * What an object within holds has columns of its own (`leavesOf`). Lists become JSON text, and so do numbers that JavaScript
 * cannot hold: they keep all of their digits. What
 * the first item is, an object, a list or a plain string, the others have to be; what is not keeps its text in the first
 * cell.
 *
 * Where names are data, as in `{"2024-03-05": 4}`, only the first of them get columns.
 *
 * @param maxCellCharacters above it a value is marked `too-long`
 * @param hasHeader whether of lists the first names the columns
 */
export function createJsonRows(maxCellCharacters: number, hasHeader: boolean, maxColumns = 1_000): JsonRows {
  const columns: string[] = [];
  const places = new Map<string, number>();
  let form: ItemForm | null = null;

  function placeOf(name: string): number {
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, columns.length);
    return columns.push(name) - 1;
  }

  function restPlace(): number {
    if (columns.length === maxColumns) columns.push(freeName(restColumnName, columns));
    return maxColumns;
  }

  function cellsOf(value: object): Cell[] {
    const cells: Cell[] = [];
    const rest: [string, unknown][] = [];
    for (const [given, inner] of leavesOf(value)) {
      let name = given;
      // `{"a.b": 1, "a": {"b": 2}}` has two of one name.
      while (cells[places.get(name) ?? columns.length] !== undefined) name += ' 2';
      if (places.has(name) || columns.length < maxColumns) cells[placeOf(name)] = toCell(inner);
      else rest.push([name, inner]);
    }
    if (rest.length > 0) cells[restPlace()] = toCell(Object.fromEntries(rest));
    return Array.from(cells, (cell) => cell ?? null);
  }

  function rowOf(line: number, cells: Cell[]): TableRow {
    return { line, cells, fault: faultOf(cells, maxCellCharacters) };
  }

  function listRow(line: number, cells: Cell[]): TableRow | null {
    if (columns.length === 0 && cells.length > 0) {
      columns.push(...distinctNames(hasHeader ? cells.map((cell) => cellText(cell)) : [], cells.length));
      if (hasHeader) return null;
    }
    const row = rowOf(line, cells);
    return cells.length === 0
      ? row
      : { ...row, fault: row.fault ?? raggedFault(cells.length, columns.length) };
  }

  return {
    columns,
    row({ line, cells: [item = ''], fault }) {
      if (fault !== null) return { line, cells: [item], fault };
      if (item.trim() === '') return { line, cells: [], fault: null };
      const value = parse(item);
      const own = formOf(value);
      form ??= own;
      if (own === form && typeof value === 'string') {
        placeOf(textColumnName);
        return rowOf(line, [value]);
      }
      if (own !== form || typeof value !== 'object' || value === null)
        return { line, cells: [item], fault: 'not-json' };
      return Array.isArray(value) ? listRow(line, value.map(toCell)) : rowOf(line, cellsOf(value));
    },
  };
}

type ItemForm = 'object' | 'list' | 'string';

/** Null for what is no row. */
function formOf(value: unknown): ItemForm | null {
  if (typeof value === 'string') return 'string';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? 'object' : null;
}

function faultOf(cells: readonly Cell[], maxCellCharacters: number): RowFault | null {
  return cells.some((cell) => typeof cell === 'string' && cell.length > maxCellCharacters)
    ? 'too-long'
    : null;
}

function toCell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return value === null || value === undefined ? null : jsonOf(value);
}

/** Null for what is nested deeper than it can be written. */
function jsonOf(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

const longNumberHint = /\d{16}|[eE][+-]?\d{3}/;
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/** Undefined for what is no JSON. */
function parse(item: string): unknown {
  try {
    const value: unknown = JSON.parse(item);
    return longNumberHint.test(item) ? (JSON.parse(withExactNumbers(item)) as unknown) : value;
  } catch {
    return undefined;
  }
}

/** Integers above 2^53 and numbers out of range, mostly keys of a database, as strings of their digits. */
function withExactNumbers(json: string): string {
  return json.replace(stringOrNumber, (token) => {
    if (token.startsWith('"')) return token;
    const value = Number(token);
    const isExact = Number.isFinite(value) && (!/^-?\d+$/.test(token) || String(value) === token);
    return isExact ? token : `"${token}"`;
  });
}
