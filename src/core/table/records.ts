/**
 * Records out of text: cells between delimiters, or whole lines. Our own, since rows need the line they begin in, any
 * mixture of line ends, and a way out of a quote that is never closed (docs/decisions/0028).
 */
import type { Delimiter } from '../contracts/table.ts';

/** How a line ends: with LF or CRLF, or with a lone CR as well; null while no line end was seen. */
export type LoneCr = boolean | null;

export interface RecordRules {
  /** Null: a line is one cell, and quotes mean nothing. */
  readonly delimiter: Delimiter | null;
  readonly loneCr: LoneCr;
  /** How far a quoted cell may reach before its opening quote counts as one that is never closed, in UTF-16 units. */
  readonly patience: number;
}

export interface TextRecord {
  cells: string[];
  /** Behind its line end. */
  end: number;
  /** Lines that it takes. */
  lines: number;
  hasQuoteFault: boolean;
  /** A quote was looked for in vain to the end of the patience. */
  isExhausted: boolean;
  loneCr: LoneCr;
}

const quote = '"';
const quoteUnit = 0x22;
const lf = 0x0a;
const cr = 0x0d;
const space = 0x20;
/** Between a quote and the delimiter on its outer side. */
const maxSpaces = 16;

/**
 * The record that begins at `from`, or null where `text` ends before it is decided. What is decided stays so however
 * much text is added.
 *
 * A quote inside a quoted cell that is neither doubled nor at its end is taken as it stands, and the record has a
 * fault. A quoted cell is never closed when the text or the patience ends first, or when, some lines on, a quote opens
 * where cells begin: then the record is the line it began in, cut at its delimiters, with all of its quotes in it.
 *
 * A quote behind a few spaces at the beginning of a cell opens it where it is closed as it should be, and is taken as it
 * stands otherwise.
 */
export function recordAt(text: string, from: number, isEnd: boolean, rules: RecordRules): TextRecord | null {
  const cells: string[] = [];
  let at = from;
  let lines = 1;
  let hasQuoteFault = false;
  let isExhausted = false;
  for (;;) {
    let end: number;
    const open = rules.delimiter === null ? -1 : openingQuoteAt(text, at);
    const quoted = open === -1 ? 'plain' : quotedCellAt(text, open, isEnd, rules, open > at);
    if (quoted === null) return null;
    if (typeof quoted !== 'string') {
      cells.push(quoted.value);
      lines += countLineBreaks(text.slice(at, quoted.end), rules.loneCr);
      hasQuoteFault ||= quoted.isMalformed;
      end = quoted.end;
    } else if (open === at) {
      return lineAt(text, from, isEnd, rules, quoted === 'exhausted');
    } else {
      isExhausted ||= quoted === 'exhausted';
      end = breakAt(text, at, rules);
      if (end === -1) {
        if (!isEnd) return null;
        end = text.length;
      }
      const hasCr = text.charCodeAt(end) === lf && end > at && text.charCodeAt(end - 1) === cr;
      cells.push(text.slice(at, hasCr ? end - 1 : end));
    }
    if (end < text.length && text[end] === rules.delimiter) {
      at = end + 1;
      continue;
    }
    const lineEnd = lineEndAt(text, end, isEnd, rules.loneCr);
    return lineEnd === null ? null : { cells, lines, hasQuoteFault, isExhausted, ...lineEnd };
  }
}

/** Where a cell that begins at `from` has a quote before all else but spaces, or -1. */
function openingQuoteAt(text: string, from: number): number {
  const at = behindSpaces(text, from);
  return text.charCodeAt(at) === quoteUnit ? at : -1;
}

function behindSpaces(text: string, from: number): number {
  let at = from;
  while (at - from < maxSpaces && text.charCodeAt(at) === space) at += 1;
  return at;
}

/** The next delimiter or line end (the LF of a CRLF, where a lone CR is no line end), or -1. */
function breakAt(text: string, from: number, { delimiter, loneCr }: RecordRules): number {
  const pattern = breakPatterns[loneCr === false ? 'lf' : 'any'].get(delimiter);
  if (pattern === undefined) return -1;
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}

const breakPatterns = {
  lf: new Map<Delimiter | null, RegExp>([
    [',', /[,\n]/g],
    [';', /[;\n]/g],
    ['\t', /[\t\n]/g],
    ['|', /[|\n]/g],
    [null, /\n/g],
  ]),
  any: new Map<Delimiter | null, RegExp>([
    [',', /[,\n\r]/g],
    [';', /[;\n\r]/g],
    ['\t', /[\t\n\r]/g],
    ['|', /[|\n\r]/g],
    [null, /[\n\r]/g],
  ]),
};

/** Where the line end at `at` ends, and what it tells of the file. */
function lineEndAt(
  text: string,
  at: number,
  isEnd: boolean,
  loneCr: LoneCr,
): { end: number; loneCr: LoneCr } | null {
  if (at >= text.length) return { end: at, loneCr };
  if (text.charCodeAt(at) === lf) return { end: at + 1, loneCr: loneCr ?? false };
  if (at + 1 >= text.length && !isEnd) return null;
  return text.charCodeAt(at + 1) === lf
    ? { end: at + 2, loneCr: loneCr ?? false }
    : { end: at + 1, loneCr: loneCr ?? true };
}

interface QuotedCell {
  value: string;
  /** At the delimiter or line end behind it. */
  end: number;
  isMalformed: boolean;
}

/** @param isStrict whether a quote inside that is neither doubled nor at the end makes it none */
function quotedCellAt(
  text: string,
  open: number,
  isEnd: boolean,
  rules: RecordRules,
  isStrict: boolean,
): QuotedCell | 'never-closed' | 'exhausted' | null {
  let isMalformed = false;
  let isEscaped = false;
  let firstBreak: number | undefined;
  let at = open;
  for (;;) {
    at = text.indexOf(quote, at + 1);
    if (at === -1 || at - open > rules.patience) {
      return at === -1 && !isEnd && text.length - open <= rules.patience ? null : 'exhausted';
    }
    if (text.charCodeAt(at + 1) === quoteUnit) {
      isEscaped = true;
      at += 1;
      continue;
    }
    const end = closedAt(text, at + 1, isEnd, rules);
    if (end === null) return null;
    if (end !== -1) {
      const raw = text.slice(open + 1, at);
      return { value: isEscaped ? raw.replaceAll('""', quote) : raw, end, isMalformed };
    }
    if (isStrict) return 'never-closed';
    firstBreak ??= lineBreakAt(text, open, rules.loneCr);
    if (firstBreak < at && beginsCell(text, at, rules)) return 'never-closed';
    isMalformed = true;
  }
}

/** Where the cell is over whose closing quote stands before `from`: behind a few spaces at most. -1: it was none. */
function closedAt(text: string, from: number, isEnd: boolean, rules: RecordRules): number | null {
  const at = behindSpaces(text, from);
  if (at >= text.length) return isEnd ? text.length : null;
  const unit = text.charCodeAt(at);
  if (unit === lf || text[at] === rules.delimiter) return at;
  if (unit !== cr) return -1;
  if (rules.loneCr !== false) return at;
  if (at + 1 >= text.length) return isEnd ? at : null;
  return text.charCodeAt(at + 1) === lf ? at : -1;
}

function beginsCell(text: string, at: number, { delimiter, loneCr }: RecordRules): boolean {
  const before = text.charCodeAt(at - 1);
  return text[at - 1] === delimiter || before === lf || (before === cr && loneCr !== false);
}

/** The next line end, or the end of the text. */
function lineBreakAt(text: string, from: number, loneCr: LoneCr): number {
  const at = breakAt(text, from, { delimiter: null, loneCr, patience: 0 });
  return at === -1 ? text.length : at;
}

function countLineBreaks(cell: string, loneCr: LoneCr): number {
  let count = 0;
  for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count += 1;
  if (loneCr === false) return count;
  for (let at = cell.indexOf('\r'); at !== -1; at = cell.indexOf('\r', at + 1)) {
    if (cell.charCodeAt(at + 1) !== lf) count += 1;
  }
  return count;
}

/** The line as a record whose quotes mean nothing. */
function lineAt(
  text: string,
  from: number,
  isEnd: boolean,
  rules: RecordRules,
  isExhausted: boolean,
): TextRecord | null {
  const line = recordAt(text, from, isEnd, { ...rules, delimiter: null });
  if (line === null) return null;
  return { ...line, cells: splitRaw(line.cells.join(''), rules), hasQuoteFault: true, isExhausted };
}

/** Of a line that could not be read as a record; the last one has all that is left. */
const maxRawCells = 1_024;

/** A line that could not be read as a record, cut at its delimiters. */
export function splitRaw(line: string, { delimiter }: Pick<RecordRules, 'delimiter'>): string[] {
  if (delimiter === null) return [line];
  const cells: string[] = [];
  let from = 0;
  while (cells.length < maxRawCells - 1) {
    const end = line.indexOf(delimiter, from);
    if (end === -1) break;
    cells.push(line.slice(from, end));
    from = end + 1;
  }
  return [...cells, line.slice(from)];
}
