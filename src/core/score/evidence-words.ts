/** From the model's evidence per token to the words a person sees. */
import type { Evidence, Span } from '../contracts/analysis.ts';
import { isFunctionWord } from './function-words.ts';

/**
 * A word of the text with how it reads: the mean over its tokens, in logits, above zero towards positive, below towards
 * negative. The mean and not the sum, since a rare word is not stronger for being cut into more pieces.
 */
export interface EvidenceWord extends Span {
  value: number;
  /** False for a word that only holds the sentence together: it is counted, but never marked or tested. */
  isTelling: boolean;
}

const wordPattern = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
const pictograph = /\p{Extended_Pictographic}/u;

/**
 * Brings the evidence of tokens together to the words they are pieces of. Signs that are no words are left out, except
 * emoji and emoticons.
 *
 * @param text the text the offsets belong to
 * @param evidence of tokens, in the order of the text
 */
export function evidenceWords(text: string, evidence: readonly Evidence[]): EvidenceWord[] {
  return sumWords(text, evidence).map(({ start, end, sum, tokens }) => ({
    start,
    end,
    value: sum / tokens,
    isTelling: !isFunctionWord(text.slice(start, end)),
  }));
}

interface WordSum extends Span {
  sum: number;
  tokens: number;
}

function sumWords(text: string, evidence: readonly Evidence[]): WordSum[] {
  const words: WordSum[] = [];
  const inText = text.matchAll(wordPattern);
  let next = inText.next();
  for (const token of evidence) {
    const value = token.positive - token.negative;
    const last = words.at(-1);
    if (last !== undefined && token.start < last.end) {
      last.end = Math.max(last.end, token.end);
      last.sum += value;
      last.tokens += 1;
      continue;
    }
    while (next.done !== true && next.value.index + next.value[0].length <= token.start) next = inText.next();
    const start = next.done === true ? Infinity : next.value.index;
    const end = next.done === true ? 0 : start + next.value[0].length;
    // A token may begin before the word it holds, as a sign that is read together with it does.
    const isWord = start < token.end;
    if (!isWord && !isSign(text.slice(token.start, token.end))) continue;
    words.push({
      start: Math.min(start, token.start),
      end: Math.max(isWord ? end : 0, token.end),
      sum: value,
      tokens: 1,
    });
  }
  return words;
}

/** Emoji and emoticons carry tone; a lone comma or dash does not. */
function isSign(slice: string): boolean {
  return pictograph.test(slice) || [...slice].length > 1;
}

/** The telling words with the most to say, strongest first. */
export function strongestWords(words: readonly EvidenceWord[], count: number): EvidenceWord[] {
  return words
    .filter((word) => word.isTelling)
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, count);
}
