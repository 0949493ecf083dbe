/**
 * Sentences of a text, found by rule and not by the platform's segmenter, whose data differs from one
 * browser to the next: the same text must fall into the same sentences everywhere.
 */

/** A range of UTF-16 units, end exclusive, without white space at either end. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Never the end of a sentence. */
const abbreviations = wordSet('mr mrs ms mx dr prof e.g i.e vs cf al approx appt est dept');
/** Titles when they are written as such: "Col. Smith", but not "the rep. She". */
const titles = wordSet('rev fr st hon gen col capt lt sgt gov sen rep pres supt mt');
/** Before a number only: "No. 5", "Dec. 24", but "Would I? No." ends. */
const beforeNumbers = wordSet(
  'no nos vol fig figs pp p ed eds ch sec jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun',
);
/** May close a sentence as well as stand inside one; a capital letter behind them decides. */
const closingAbbreviations = wordSet(
  'etc inc ltd co corp bros a.m p.m u.s u.k u.s.a d.c ph.d b.a m.a m.d jr sr',
);

// The end of a sentence: stops with closing quotes or brackets behind them, or a line break.
// The look-behind lets a run of stops be tried once only, so that a long one costs no more than its length.
const boundaryPattern =
  /(?<![.!?\u3002\uFF01\uFF1F])[.!?\u3002\uFF01\uFF1F]+["')\]]*(?=\s|$)|\r\n?|\n|\u2028|\u2029/gu;
const wordBeforePattern = /[\p{L}.]+$/u;
const nextWordPattern = /^\s*["'([]*(\S)/u;

function isLetterCase(character: string, letterCase: 'lower' | 'upper'): boolean {
  return letterCase === 'lower' ? /\p{Ll}/u.test(character) : /\p{Lu}/u.test(character);
}

/** Whether the boundary found at [from, to) ends a sentence. */
function endsSentence(text: string, from: number, to: number): boolean {
  const mark = text.slice(from, to);
  const next = nextWordPattern.exec(text.slice(to, to + 64))?.[1] ?? '';
  // A single line break inside a sentence is only how the text was wrapped.
  if (/[\n\r\u2028\u2029]/u.test(mark)) {
    const blankLine = /^[^\S\n\r]*[\n\r]/u.test(text.slice(to, to + 64));
    return blankLine || !isLetterCase(next, 'lower');
  }
  const continues = isLetterCase(next, 'lower');
  // A quoted cry goes on: "Great!" she said.
  if (!mark.startsWith('.')) return !(continues && /["')\]]$/.test(mark));
  // An ellipsis trails off inside a sentence as often as at its end.
  if (mark.startsWith('..')) return !continues;
  const written = wordBeforePattern.exec(text.slice(Math.max(0, from - 24), from))?.[0] ?? '';
  const before = written.toLowerCase();
  if (abbreviations.has(before)) return false;
  if (titles.has(before)) return written === before;
  if (beforeNumbers.has(before)) return !/\d/.test(next);
  if (closingAbbreviations.has(before)) return isLetterCase(next, 'upper');
  const isInitial = /^\p{L}$/u.test(before) && before !== 'i';
  return !isInitial;
}

/** The range without the white space around it, or null when nothing is left. */
export function trimRange(text: string, from: number, to: number): TextRange | null {
  const piece = text.slice(from, to);
  const trimmedStart = from + (piece.length - piece.trimStart().length);
  const trimmedEnd = to - (piece.length - piece.trimEnd().length);
  return trimmedStart < trimmedEnd ? { from: trimmedStart, to: trimmedEnd } : null;
}

/** Splits a normalised text into sentences. Every character that is not white space is in exactly one. */
export function splitSentences(text: string): TextRange[] {
  const sentences: TextRange[] = [];
  let from = 0;
  const closeAt = (to: number): void => {
    const range = trimRange(text, from, to);
    if (range !== null) sentences.push(range);
    from = to;
  };
  for (const match of text.matchAll(boundaryPattern)) {
    const to = match.index + match[0].length;
    if (endsSentence(text, match.index, to)) closeAt(to);
  }
  closeAt(text.length);
  return sentences;
}
