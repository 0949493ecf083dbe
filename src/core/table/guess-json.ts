/** Whether a file of text is JSON, and where its rows are. */
import { createJsonItems } from './json-items.ts';
import { jsonLimits } from './limits.ts';
import type { RawRow } from './record-reader.ts';

/**
 * Null for what does not begin like JSON.
 *
 * @param isWhole whether the text is all of the file
 * @param isCalledLines whether the file's name says that it is a value a line
 */
export function guessJson(text: string, isWhole: boolean, isCalledLines: boolean): 'json' | 'jsonl' | null {
  const start = text.trimStart();
  const line = /^[^\r\n]*/.exec(start)?.[0] ?? '';
  if (areListsOfCells(start, line)) return 'jsonl';
  if (/^\[\s*(?:[[{"\]\d-]|true|false|null)/.test(start)) {
    // A text in brackets begins like this as well, but goes on otherwise.
    return /^\[\s*(?:\{\s*["}]|"|\]|\[|-?\d|true\b|false\b|null\b)/.test(start) &&
      !/^\[(?:\d+|"(?:[^"\\\r\n]|\\.)*")\]\s*[^,\]\s]/.test(start)
      ? 'json'
      : null;
  }
  if (!/^\{\s*(?:\}|"(?:[^"\\]|\\.)*(?:"\s*:|$))/s.test(start)) return null;
  const isSpread = line.trim() === '{';
  // One broken line of many, the first among them, leaves a file of lines what it is.
  if (isCalledLines) return isSpread ? 'json' : 'jsonl';
  const whole = isWhole ? parsed(start) : undefined;
  if (whole !== undefined) return holdsRows(whole) || line.length < start.trimEnd().length ? 'json' : 'jsonl';
  return parsed(line) !== undefined || (!isSpread && line.trimEnd().endsWith('}')) ? 'jsonl' : 'json';
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether each line is a list: that of the first has values alone. */
function areListsOfCells(text: string, line: string): boolean {
  if (!/^\s+\[/.test(text.slice(line.length))) return false;
  const first = parsed(line);
  return Array.isArray(first) && first.length > 0 && first.every((item) => typeof item !== 'object');
}

/** Objects in one another deeper than this have no rows that anybody looks for. */
const mostDepth = 10;

/** Whether it is an answer of rows with something around them, as programs give it. */
function holdsRows(value: unknown, depth = 1): boolean {
  if (!isObject(value) || depth > mostDepth) return false;
  return Object.values(value).some(
    (inner: unknown) =>
      (Array.isArray(inner) && inner.length >= Math.min(depth, 2) && inner.every(isObject)) ||
      holdsRows(inner, depth + 1),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As `rowsDepth` of a shape, by the beginning of a file of JSON. */
export function guessRowsDepth(text: string): number {
  const itemsAt = (depth: number): RawRow[] => createJsonItems(jsonLimits, depth).push(text);
  if (!text.trimStart().startsWith('{')) return 1;
  const [first, second] = itemsAt(0);
  const areRows = [first, second].every((row) => isObject(parsed(row?.cells[0] ?? '')));
  if (areRows) return 0;
  for (let depth = 1; depth <= mostDepth; depth += 1) if (itemsAt(depth).length > 0) return depth;
  return first === undefined ? 1 : 0;
}

/** Whether rows of JSON are lists of cells, the first of which may be names. */
export function areLists(text: string, kind: 'json' | 'jsonl'): boolean {
  return (kind === 'json' ? /^\s*\[\s*\[/ : /^\s*\[/).test(text);
}
