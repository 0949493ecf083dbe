/** A text taken apart: its tokens, its sentences, the clauses within them, and the windows the model reads. */
import { packWindows, type TokenRange } from '../batch/windows.ts';
import type { Tokenizer, Tokens } from '../tokenize/wordpiece.ts';
import { splitClauses, withoutJoints } from './clauses.ts';
import type { MappedText } from './mapped-text.ts';
import { splitSentences, type TextRange } from './sentences.ts';

/** A piece of the text: the tokens it is read by, and its place in the text as given. */
export interface Part {
  readonly tokens: TokenRange;
  readonly start: number;
  readonly end: number;
}

export interface SentencePart extends Part {
  readonly clauses: readonly Part[];
}

export interface TextParts {
  readonly tokens: Tokens;
  readonly sentences: readonly SentencePart[];
  readonly windows: readonly TokenRange[];
}

/** Index of the first token that starts at or after `unit`. */
function firstTokenAt(tokens: Tokens, unit: number): number {
  let low = 0;
  let high = tokens.starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens.starts[middle] ?? 0) < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Takes a normalised text apart. Every token is in exactly one sentence and exactly one window.
 *
 * @param capacity tokens of a window, [CLS] and [SEP] not counted
 */
export function takeApart(mapped: MappedText, tokenizer: Tokenizer, capacity: number): TextParts {
  const tokens = tokenizer.encode(mapped.text);
  const partOf = (range: TextRange, tokenRange: TokenRange): Part => ({
    tokens: tokenRange,
    ...mapped.originalSpan(range.from, range.to),
  });
  const tokensOf = (range: TextRange): TokenRange => ({
    from: firstTokenAt(tokens, range.from),
    to: firstTokenAt(tokens, range.to),
  });

  const sentences: SentencePart[] = [];
  for (const range of splitSentences(mapped.text)) {
    const tokenRange = tokensOf(range);
    if (tokenRange.from === tokenRange.to) continue;
    const clauses = splitClauses(mapped.text, range)
      .map((clause) => partOf(clause, tokensOf(withoutJoints(mapped.text, clause))))
      .filter((clause) => clause.tokens.from < clause.tokens.to);
    sentences.push({ ...partOf(range, tokenRange), clauses: clauses.length > 1 ? clauses : [] });
  }
  const windows = packWindows(
    sentences.map((sentence) => sentence.tokens),
    capacity,
  );
  return { tokens, sentences, windows };
}
