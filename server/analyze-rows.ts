/** A table in, a line of JSON out for each of its rows: in order, and never more of it in memory than a few rows. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Analysis } from '#core/contracts/analysis';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { ErrorData } from '#core/contracts/errors';
import { createLineSplitter } from '#core/table/lines';
import type { Line } from '#core/table/lines';
import { maxLineCharacters, readRow } from '#core/table/rows';
import type { RowFormat } from '#core/table/rows';
import { isNoText } from '#core/table/text-of';
import type { LocalEngine } from './local-engine.ts';

/** Rows that are read together. They come from what has already arrived: a slow source is answered row by row. */
const maxRowsTogether = 32;
const maxCharactersTogether = 65_536;

interface Row {
  readonly line: number;
  readonly content: string | UndertoneError;
}

export interface RowCounts {
  rows: number;
  failed: number;
}

export interface AnalyzeRowsInput {
  readonly engine: LocalEngine;
  /** Text in chunks of any size. */
  readonly source: AsyncIterable<string>;
  readonly format: RowFormat;
  readonly anyLanguage: boolean;
  readonly output: Writable;
}

/**
 * Reads every row of `source` and writes a line for each to `output`: an `Analysis`, or `{"error": …}` for a row that
 * cannot be read. Waits whenever the output is full.
 */
export async function analyzeRows(input: AnalyzeRowsInput): Promise<RowCounts> {
  const { source, format, output } = input;
  const splitter = createLineSplitter(maxLineCharacters(format));
  const counts: RowCounts = { rows: 0, failed: 0 };

  async function answer(lines: readonly Line[]): Promise<void> {
    for (const rows of together(lines.map((line) => toRow(line, format)))) {
      for (const result of await read(rows, input)) {
        counts.rows += 1;
        if ('error' in result) counts.failed += 1;
        if (!output.write(`${JSON.stringify(result)}\n`)) await once(output, 'drain');
      }
    }
  }

  for await (const chunk of source) await answer(splitter.push(chunk));
  await answer(splitter.end());
  return counts;
}

function toRow(line: Line, format: RowFormat): Row {
  try {
    const text = readRow(line, format);
    return { line: line.number, content: isNoText(text) ? new UndertoneError('text-blank') : text };
  } catch (thrown) {
    return { line: line.number, content: toUndertoneError(thrown) };
  }
}

function* together(rows: readonly Row[]): Generator<Row[]> {
  let group: Row[] = [];
  let characters = 0;
  for (const row of rows) {
    const length = typeof row.content === 'string' ? row.content.length : 0;
    if (
      group.length === maxRowsTogether ||
      (group.length > 0 && characters + length > maxCharactersTogether)
    ) {
      yield group;
      group = [];
      characters = 0;
    }
    group.push(row);
    characters += length;
  }
  if (group.length > 0) yield group;
}

async function read(
  rows: readonly Row[],
  { engine, anyLanguage }: AnalyzeRowsInput,
): Promise<(Analysis | { error: ErrorData })[]> {
  const texts = rows.flatMap(({ content }) => (typeof content === 'string' ? [content] : []));
  const results = await readTexts(engine, texts, anyLanguage);
  let next = 0;
  return rows.map(({ line, content }) => {
    const result = typeof content === 'string' ? results[next++] : content;
    return analysisOrError(result ?? new UndertoneError('internal'), line);
  });
}

/** What is written of a row: its analysis, or the error with the line that it concerns. */
export function analysisOrError(
  result: Analysis | UndertoneError,
  line: number,
): Analysis | { error: ErrorData } {
  if (!(result instanceof UndertoneError)) return result;
  const error = result.toData();
  return { error: { ...error, details: { ...error.details, line } } };
}

/** A fault of the engine in mid-table concerns the texts it was reading; the rows after them may still succeed. */
export async function readTexts(
  engine: LocalEngine,
  texts: readonly string[],
  anyLanguage: boolean,
): Promise<(Analysis | UndertoneError)[]> {
  try {
    return await engine.analyzeMany(texts.map((text) => ({ text, anyLanguage })));
  } catch (thrown) {
    const error = toUndertoneError(thrown);
    return texts.map(() => error);
  }
}
