/** What a file of texts is, how it is read, and what a row of it is. */
import * as z from 'zod/mini';

export const tableKinds = ['csv', 'jsonl', 'json', 'txt', 'xlsx'] as const;
export type TableKind = (typeof tableKinds)[number];
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type TableEncoding = (typeof encodings)[number];
export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Guessed from the file, shown, and changed by the person where the guess is wrong. */
export const tableShape = z.object({
  kind: z.enum(tableKinds),
  /** Of no meaning for a workbook. */
  encoding: z.enum(encodings),
  /** Of no meaning but for `csv`, which is every text of cells between delimiters. */
  delimiter: z.enum(delimiters),
  /** Whether the first row names the columns; objects of JSON name them themselves, and plain text has one column. */
  hasHeader: z.boolean(),
  /** Lines of the file, or rows of the sheet, that stand above the table and are none of it, such as a title. */
  skipLines: z.optional(z.int().check(z.minimum(0))),
  /**
   * Of `json`, in how many objects, one in another, the list of its rows stands: 1 unless told. 0 where rows are objects
   * one after another.
   */
  rowsDepth: z.optional(z.int().check(z.minimum(0))),
  /** The sheet of a workbook; the first unless told. */
  sheet: z.optional(z.string()),
});
export type TableShape = z.infer<typeof tableShape>;

/** A value as the file has it; a nested one of JSON is its JSON text, a date of a workbook its ISO 8601 text. */
export const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof cell>;

/** What is wrong with a row that is kept all the same. */
const rowFaults = ['too-few-cells', 'too-many-cells', 'quotes', 'not-json', 'too-long'] as const;
const rowFault = z.enum(rowFaults);
export type RowFault = z.infer<typeof rowFault>;

export const tableRow = z.object({
  /** Where it begins in the file, from 1: a line, the row of a sheet, or the item of a JSON array. */
  line: z.int(),
  /** In the order of the columns; those at the end may be missing, or more than there are columns. */
  cells: z.array(cell),
  fault: z.nullable(rowFault),
});
export type TableRow = z.infer<typeof tableRow>;

/** Which of the two comes first in `3/5/2024`. */
export const dateOrders = ['day-first', 'month-first'] as const;
export type DateOrder = (typeof dateOrders)[number];

const column = z.int().check(z.minimum(0));

/** Which columns are what, by their place from 0. */
export const columnRoles = z.object({
  /** Their texts are joined, a line each. */
  text: z.array(column).check(z.minLength(1)),
  date: z.nullable(column),
  group: z.nullable(column),
  rating: z.nullable(column),
  /**
   * Before a file is read, what the person says; without it all dates of the file tell. Of a file that was read, how
   * its dates were, where there are such as can be read both ways.
   */
  dateOrder: z.optional(z.enum(dateOrders)),
});
export type ColumnRoles = z.infer<typeof columnRoles>;

/** What a column seems to hold, by the rows of the preview. */
export type ColumnKind = 'text' | 'date' | 'rating' | 'number' | 'category' | 'empty';

export interface ColumnGuess {
  name: string;
  kind: ColumnKind;
  /** Of its cells that are not empty, in UTF-16 units. */
  medianCharacters: number;
}

/** A first look at a file: how it would be read, and its first rows read so. */
export interface Inspection {
  shape: TableShape;
  /** Whether `hasHeader` can be said otherwise: not where the rows are objects or strings of JSON. */
  hasHeaderChoice: boolean;
  columns: ColumnGuess[];
  /** Null where no column can be a text. */
  roles: ColumnRoles | null;
  rows: TableRow[];
  /** Of a workbook; none for other files. */
  sheets: string[];
}
