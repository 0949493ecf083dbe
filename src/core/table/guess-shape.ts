/** How a file of text is to be read, by its name and its beginning. */
import { delimiters, type Delimiter, type TableKind } from '../contracts/table.ts';
import { guessJson } from './guess-json.ts';
import { countRowsAbove } from './guess-names.ts';
import { createRecordReader, type RawRow } from './record-reader.ts';

export interface TextHead {
  /** The beginning of the file, decoded. */
  text: string;
  /** Whether that is all of it. */
  isWhole: boolean;
  /** Of the file, in lower case and without the dot; empty where there is none. */
  extension: string;
  /** Lines at the top that are none of the table; undefined to have them guessed. */
  skipLines: number | undefined;
}

const kindByExtension = new Map<string, TableKind>([
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['tab', 'csv'],
  ['psv', 'csv'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['jsonlines', 'jsonl'],
]);

export type TextKind = Exclude<TableKind, 'xlsx'>;

/**
 * What the file may be, the likeliest first: another where nothing can be read of it as the one before. JSON is told by
 * what it looks like whatever the name says; cells between delimiters need a name or some proof.
 */
export function guessKinds(head: TextHead): [TextKind, ...TextKind[]] {
  const json = guessJson(head.text, head.isWhole, kindByExtension.get(head.extension) === 'jsonl');
  if (json === null) return [guessOther(head)];
  return head.extension === 'json' ? [json] : [json, guessOther(head)];
}

function guessOther(head: TextHead): TextKind {
  const named = kindByExtension.get(head.extension);
  if (named !== undefined && named !== 'xlsx') return named === 'csv' ? guessCsv(head) : named;
  const best = bestDelimiter(head);
  // Some malformed rows make a long table no prose.
  const isNearlyProven =
    best.columns > 2 && best.rows >= 20 && best.consistency >= 0.9 && best.headerCells === best.columns;
  const isProven = isNearlyProven || (best.columns > 1 && best.rows >= 2 && best.consistency === 1);
  // A comma or two in every line can be chance; a tab or a quoted cell is not.
  const isPlain = best.delimiter === ',' || best.delimiter === ';';
  const isLikely =
    isProven && (!isPlain || best.rows >= 3) && (head.extension !== 'txt' || best.columns > 2 || !isPlain);
  return isLikely ? 'csv' : 'txt';
}

/** One text a line under a name of their column, with commas that nobody quoted, is no table of cells. */
function guessCsv(head: TextHead): 'csv' | 'txt' {
  const best = bestDelimiter(head);
  return best.headerCells === 1 && best.consistency < 1 ? 'txt' : 'csv';
}

interface DelimiterGuess {
  delimiter: Delimiter;
  /** Cells of most rows. */
  columns: number;
  /** Cells of the first row. */
  headerCells: number;
  /** Share of the rows that have as many, 0 to 1. */
  consistency: number;
  rows: number;
}

export function guessDelimiter(head: TextHead): Delimiter {
  return bestDelimiter(head).delimiter;
}

/** The one that cuts most rows into the same number of cells, more than one; of several the one that cuts finest. */
function bestDelimiter(head: TextHead): DelimiterGuess {
  const told = /^"?sep=([,;\t|])/i.exec(head.text)?.[1];
  const guesses = delimiters
    .filter((delimiter) => told === undefined || delimiter === told)
    .map((delimiter) => tryDelimiter(head, delimiter));
  const preferred: Partial<Record<string, Delimiter>> = { tsv: '\t', tab: '\t', psv: '|' };
  const score = (guess: DelimiterGuess): number =>
    (guess.columns > 1 ? guess.consistency : 0) + (guess.delimiter === preferred[head.extension] ? 1 : 0);
  return guesses.reduce((best, guess) => {
    const difference = score(guess) - score(best);
    return difference > 0.02 || (difference > -0.02 && guess.columns > best.columns && score(guess) > 0)
      ? guess
      : best;
  });
}

const sampleRows = 200;

function tryDelimiter(head: TextHead, delimiter: Delimiter): DelimiterGuess {
  const rows = sampleRecords(head, delimiter).filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (head.skipLines === undefined) rows.splice(0, countRowsAbove(rows.map(({ cells }) => cells)));
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [columns, most] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [1, 0]);
  const broken = rows.filter(({ fault }) => fault === 'quotes').length;
  return {
    delimiter,
    columns,
    headerCells: rows[0]?.cells.length ?? 1,
    consistency: rows.length === 0 ? 0 : Math.max(0, most - broken) / rows.length,
    rows: rows.length,
  };
}

function sampleRecords({ text, isWhole, skipLines = 0 }: TextHead, delimiter: Delimiter): RawRow[] {
  const reader = createRecordReader(delimiter);
  const complete = reader.push(text);
  const rows = isWhole || complete.length === 0 ? complete.concat(reader.end()) : complete;
  const hasSeparatorLine = /^"?sep=/i.test(text);
  return rows
    .slice(hasSeparatorLine ? 1 : 0)
    .filter(({ line }) => line > skipLines)
    .slice(0, sampleRows);
}
