/** Clauses around a contrast: where one sentence says two things, each can be read on its own. */
import { trimRange, type TextRange } from './sentences.ts';

// Each begins a clause of its own, wherever it stands; what looks like it and is none is told by `isContrast`.
const contrastWords = [
  'but',
  'however',
  '(?:even )?though',
  'although',
  'albeit',
  'yet',
  'whereas',
  'nevertheless',
  'nonetheless',
  'except that',
  'on the other hand',
  'despite',
  'in spite of',
  // The look-behind comes last: in a long run of white space it would walk back from every place in it.
  '(?:while|whilst)(?<=,\\s*(?:while|whilst))',
].join('|');
// Behind white space, or right behind a mark ("great,but", "great-but"); quotes and brackets may open the clause.
const contrastPattern = new RegExp(
  String.raw`(?<=\S)(?:\s+|(?<=[,;:.!?-]))(?=["'(\[*_-]{0,3}(${contrastWords})(?![\p{L}\p{N}]))|;\s+(?=\p{L})`,
  'giu',
);

// "although … , …": the contrast opens the sentence and a comma ends its clause.
const openingContrast = /^["'([]*(?:although|(?:even )?though|while|whilst|whereas|despite|in spite of)\b/iu;

const longestLookBack = 200;
/** "Everything but the price" leaves something out; with more words behind it a sentence follows. */
const longestException = 4;
const leastMainClauseWords = 3;

/** Words that say nothing by themselves: what holds no others is not read alone. */
const emptyWords = new RegExp(
  String.raw`^[^\p{L}\p{N}]*(?:(?:and|or|so|well|oh|${contrastWords})[^\p{L}\p{N}]+)*$`,
  'iu',
);

function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu)?.length ?? 0;
}

/** Whether the word, between what stands before and behind it, sets two judgements against each other. */
function isContrast(word: string, before: string, fromWord: string): boolean {
  switch (word.toLowerCase()) {
    case 'but':
      if (/\bnot (?:only|just|simply|merely)\b/iu.test(before)) return false;
      if (/\b(?:nothing|anything|all|none|cannot|can't|couldn't|help)[\s-]*$/iu.test(before)) return false;
      if (/\b(?:everything|everyone|everybody|nobody|no one)\s*$/iu.test(before)) {
        return countWords(fromWord) > longestException;
      }
      return !/^\W*but for (?:the|a|an|this|that|my|our|your|his|her|its|their)\b/iu.test(fromWord);
    case 'yet':
      return (
        !/(?:\bnot|n't|\bas|\bhave|\bhas|\bhad|\bis|\bare|\bwas)\s*$/iu.test(before) &&
        !/^\W*yet (?:again|another|to)\b/iu.test(fromWord)
      );
    case 'though':
      return !/\b(?:as|even)\s*$/iu.test(before);
    default:
      return true;
  }
}

/** Where the main clause begins in a sentence that a contrast opens: behind the comma that is not one of a list. */
function mainClauseStart(sentence: string): number | null {
  if (!openingContrast.test(sentence)) return null;
  const commas = [...sentence.matchAll(/,/g)].map(({ index }) => index + 1);
  const behind = (comma: number, i: number): string =>
    sentence.slice(comma, commas[i + 1] ?? sentence.length);
  const main = commas.find((comma, i) => {
    const isInList = i + 1 < commas.length && /\s(?:and|or)\s/iu.test(behind(comma, i));
    return !isInList && countWords(behind(comma, i)) >= leastMainClauseWords;
  });
  return main ?? commas[0] ?? null;
}

/**
 * The clauses of a sentence around its contrasts, in order; empty when there is no contrast between two
 * parts that each say something.
 *
 * @param text the normalised text
 * @param sentence the sentence's range in it
 */
export function splitClauses(text: string, sentence: TextRange): TextRange[] {
  const words = text.slice(sentence.from, sentence.to);
  const cuts: number[] = [];
  const opening = mainClauseStart(words);
  if (opening !== null) cuts.push(opening);
  for (const match of words.matchAll(contrastPattern)) {
    const at = match.index + match[0].length;
    const last = cuts.at(-1) ?? 0;
    if (at <= last) continue;
    const before = words.slice(Math.max(last, match.index - longestLookBack), match.index);
    if (match[1] === undefined || isContrast(match[1], before, words.slice(at, at + longestLookBack)))
      cuts.push(at);
  }

  const clauses: TextRange[] = [];
  let from = 0;
  let read = 0;
  let saysSomething = false;
  for (const cut of [...cuts, words.length]) {
    saysSomething ||= !emptyWords.test(`${words.slice(read, cut)} `);
    read = cut;
    if (cut === words.length && !saysSomething) {
      // Nothing is left to be read alone: it stays with the clause before it.
      const previous = clauses.pop();
      if (previous !== undefined) from = previous.from - sentence.from;
    } else if (!saysSomething) {
      continue;
    }
    const range = trimRange(text, sentence.from + from, sentence.from + cut);
    if (range !== null) clauses.push(range);
    from = cut;
    saysSomething = false;
  }
  return clauses.length > 1 ? clauses : [];
}
