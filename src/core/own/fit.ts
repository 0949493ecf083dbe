/** Cuts a text so that every piece is within what a model takes at once. Nothing of it is left out. */
import type { Span } from '../contracts/analysis.ts';

/** Tokens of a piece of text, special ones not counted. */
export type CountTokens = (text: string) => number;

/**
 * The span as pieces that fit: whole if it does, else halved between words, and between characters where there are no
 * words. A single character that does not fit is left as it is.
 */
export function fit(text: string, span: Span, capacity: number, count: CountTokens): Span[] {
  const pieces: Span[] = [];
  const open: Span[] = [span];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { start, end } = next;
    const middle = cutNear(text, start, end);
    if (middle === null || count(text.slice(start, end)) <= capacity) pieces.push(next);
    else open.push({ start: middle, end }, { start, end: middle });
  }
  return pieces;
}

/** Where to cut: at the white space nearest to the middle; null where there is only one character. */
function cutNear(text: string, start: number, end: number): number | null {
  const middle = (start + end) >> 1;
  for (let distance = 0; distance < (end - start) / 2; distance += 1) {
    for (const at of [middle - distance, middle + distance]) {
      if (at > start && at < end && /\s/u.test(text[at] ?? '')) return at;
    }
  }
  // Not between the halves of one character.
  const whole = /[\uDC00-\uDFFF]/.test(text[middle] ?? '') ? middle + 1 : middle;
  return whole > start && whole < end ? whole : null;
}

/**
 * Joins neighbours as long as they fit together.
 *
 * @param pieces in the order of the text, each of them fitting
 */
export function pack(text: string, pieces: readonly Span[], capacity: number, count: CountTokens): Span[] {
  const packed: Span[] = [];
  for (const piece of pieces) {
    const last = packed.at(-1);
    if (last !== undefined && count(text.slice(last.start, piece.end)) <= capacity) last.end = piece.end;
    else packed.push({ ...piece });
  }
  return packed;
}
