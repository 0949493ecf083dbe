/** Rows out of lines: which text each line of a file asks about. */
import { maxTextCharacters } from '../contracts/analysis.ts';
import { UndertoneError } from '../contracts/errors.ts';
import { leavesOf } from './json-leaves.ts';
import type { Line } from './lines.ts';

/** A text a line, or a JSON object a line with the text under the name `textColumn`. */
export type RowFormat = { readonly kind: 'txt' } | { readonly kind: 'jsonl'; readonly textColumn: string };

/** The longest line worth keeping: the longest text, in JSON with every unit escaped and some room for other columns. */
export function maxLineCharacters(format: RowFormat): number {
  return format.kind === 'txt' ? maxTextCharacters : maxTextCharacters * 6 + 65_536;
}

/**
 * The text of a row. A blank one is given out like any other: that it is blank is for the reader of texts to say.
 *
 * @throws UndertoneError `text-too-long`, or `row-invalid` with `details.reason`
 */
export function readRow(line: Line, format: RowFormat): string {
  if ('overlong' in line) throw new UndertoneError('text-too-long', { limit: maxTextCharacters });
  return format.kind === 'txt' ? line.text : readJsonRow(line.text, format.textColumn);
}

function readJsonRow(text: string, column: string): string {
  const row = parseJson(text);
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new UndertoneError('row-invalid', { reason: 'not a JSON object' });
  }
  const value = new Map<string, unknown>([...leavesOf(row), ...Object.entries(row)]).get(column);
  if (value === undefined) throw new UndertoneError('row-invalid', { reason: 'column missing', column });
  if (typeof value !== 'string')
    throw new UndertoneError('row-invalid', { reason: 'column is not text', column });
  return value;
}

/** The parser's own message is dropped: it quotes the row. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UndertoneError('row-invalid', { reason: 'not JSON' });
  }
}
