/** What a row looks like in every file that is written: its own cells first, then what came of it. */
import type { ModelInfo, VerdictLabel } from '../contracts/analysis.ts';
import { UndertoneError } from '../contracts/errors.ts';
import type { RowResult } from '../contracts/row-result.ts';
import type { Cell, RowFault, TableRow } from '../contracts/table.ts';
import { distinctNames, freeName } from './column-names.ts';

export interface ExportRow extends TableRow {
  /** Null where it has not been read. */
  result: RowResult | null;
  /** What it was read with, null where with nothing; not given where that is known of the table as a whole only. */
  model?: ModelInfo | null;
  /** What a person said of it against the model. */
  corrected?: VerdictLabel;
}

export interface ExportTable {
  /** Of the file, distinct. */
  columns: readonly string[];
  /** Cells of the row with the most, where there may be more than columns; up to fifty more get columns of their own. */
  widestRow?: number;
  /** What the rows were read with, in order. */
  models: readonly ModelInfo[];
  /** A person has corrected rows of it: they get a column. */
  hasCorrections?: boolean;
  rows: AsyncIterable<ExportRow> | Iterable<ExportRow>;
}

export interface ExportSettings {
  /** What becomes of a text, a number or the name of a column, where personal data is not to be in the file. */
  mask?: (text: string) => string;
}

/** The columns that are ours, in their order and by the names they have in all formats. */
export const resultColumns = [
  'undertone_label',
  'undertone_score',
  'undertone_confidence',
  'undertone_negative',
  'undertone_neutral',
  'undertone_positive',
  'undertone_needs_review',
  'undertone_note',
  'undertone_model',
  'undertone_model_version',
  'undertone_model_sha256',
] as const;

/** Behind the others, where there are corrections. */
const correctedColumn = 'undertone_corrected';

/** A row whose delimiters are all wrong makes no table of thousands of columns. */
const maxExtraColumns = 50;

const noteColumn = resultColumns.indexOf('undertone_note');

export interface RowLayout {
  /** Of all columns, distinct. */
  names: string[];
  /** The place of the column that says in words what there is to say of a row. */
  note: number;
  cells(row: ExportRow): Cell[];
}

/** How rows of this table are laid out; a name of ours that is taken gets a number. */
export function layOut(table: ExportTable, { mask = (text) => text }: ExportSettings = {}): RowLayout {
  const widest = Math.min(table.widestRow ?? 0, table.columns.length + maxExtraColumns);
  const own = distinctNames(table.columns.map(mask), widest);
  const names = [...own];
  for (const name of resultColumns) names.push(freeName(name, names));
  const hasCorrections = table.hasCorrections === true;
  if (hasCorrections) names.push(freeName(correctedColumn, names));
  const all = modelCells(table.models);
  return {
    names,
    note: own.length + noteColumn,
    cells: (row) => [
      ...own.map((_, i) => masked(row.cells[i] ?? null, mask)),
      ...readingCells(row.result),
      noteOf(row, own.length),
      ...(row.model === undefined ? all : modelCells(row.model === null ? [] : [row.model])),
      ...(hasCorrections ? [row.corrected ?? null] : []),
    ],
  };
}

/** Workbooks hold telephone and card numbers as numbers; what has a fraction or a sign is a measure. */
function masked(cell: Cell, mask: (text: string) => string): Cell {
  if (typeof cell === 'string') return mask(cell);
  if (typeof cell !== 'number' || !Number.isInteger(cell) || cell < 0) return cell;
  const digits = String(cell);
  const text = mask(digits);
  return text === digits ? cell : text;
}

/** More than one where an update came in between: then all of them, in order. */
export function modelCells(models: readonly ModelInfo[]): [string, string, string] {
  const joined = (of: (model: ModelInfo) => string): string => models.map(of).join('; ');
  return [joined(({ name }) => name), joined(({ version }) => version), joined(({ sha256 }) => sha256)];
}

function readingCells(result: RowResult | null): Cell[] {
  if (result?.kind !== 'read') return [null, null, null, null, null, null, null];
  const { label, score, confidence, probabilities, needsReview } = result.reading;
  const { negative, neutral, positive } = probabilities;
  return [label, ...[score, confidence, negative, neutral, positive].map(rounded), needsReview];
}

/** More places than a model is sure of. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

const faultWords: Record<RowFault, string> = {
  'too-few-cells': 'fewer cells than columns',
  'too-many-cells': 'more cells than columns',
  quotes: 'its quotes do not match',
  'not-json': 'it is not a JSON object',
  'too-long': 'it is longer than can be read at once',
};

function noteOf({ line, cells, fault, result }: ExportRow, columns: number): string {
  const notes: string[] = [];
  if (fault !== null) notes.push(`Line ${String(line)}: ${faultWords[fault]}.`);
  if (cells.length > columns) {
    notes.push(`Left out: ${String(cells.length - columns)} cells without a column.`);
  }
  if (result === null) notes.push('Not read.');
  else if (result.kind === 'empty') notes.push('No text.');
  else if (result.kind === 'other-language')
    notes.push(`Not English but ${result.languageName}: not scored.`);
  else if (result.kind === 'failed') notes.push(new UndertoneError(result.code).message);
  return notes.join(' ');
}
