/** Clauses around a contrast: where one sentence says two things, each can be read on its own. */
import { trimRange, type TextRange } from './sentences.ts';

// Each begins a clause of its own, wherever it stands; what looks like it and is none is told by `isContrast`.
const contrastWords = [
  'but',
  'however',
  '(?:even )?tho(?:ugh)?',
  'although',
  'albeit',
  'yet',
  'whereas',
  'nevertheless',
  'nonetheless',
  'notwithstanding',
  'except that',
  'on the (?:other hand|plus side|down ?side|upside)',
  'then again',
  'all the same',
  'at the same time',
  'despite',
  'in spite of',
  'regardless of',
  'even (?:if|with)',
].join('|');
// Elsewhere ordinary words, behind a mark these set one clause against another.
const contrastWordsBehindMark = [
  'while',
  'whilst',
  'still',
  'except',
  'only',
  'shame',
  'pity',
  'mind you',
  'on the other',
].join('|');
const openers = String.raw`["'(\[*_-]{0,3}`;
const contrastPattern = new RegExp(
  [
    // Behind white space, or right behind a mark ("great,but", "great-but"); quotes and brackets may open the clause.
    String.raw`(?<=\S)(?:\s+|(?<=[,;:.!?-]))(?=${openers}(${contrastWords}|(?:${contrastWordsBehindMark})`,
    // The look-behind comes last: in a long run of white space it would walk back from every place in it.
    String.raw`(?<=[,;:.!?-]\s*${openers}(?:${contrastWordsBehindMark})))(?![\p{L}\p{N}]))`,
    String.raw`|;\s+(?=\p{L})|(?<=\S\s)-{1,3}\s+(?=${openers}\p{L})`,
  ].join(''),
  'giu',
);

// "although … , …": the contrast opens the sentence and a comma ends its clause.
const openingContrasts = [
  'although',
  '(?:even )?tho(?:ugh)?',
  'while',
  'whilst',
  'whereas',
  'despite',
  'in spite of',
  'notwithstanding',
  'regardless of',
  'even (?:if|with)',
  '(?:as )?much as',
  'for all (?:of )?(?:the|its|his|her|their|your|that)',
  'apart from',
  'aside from',
  'except for',
].join('|');
const openingContrast = new RegExp(String.raw`^["'(\[]*(?:${openingContrasts})\b`, 'iu');

// Two to four short clauses with nothing but commas between them: each with a subject ("The room was lovely, the food was
// awful"), or none with one ("Lovely garden, dreadful rooms").
const mostSplices = 3;
/** The fewest and the most. */
const wordsWithSubject = [3, 14] as const;
const wordsWithout = [2, 7] as const;
const subjectStart = new RegExp(
  String.raw`^\W*(?:${[
    'the|this|that|these|those|my|our|your|his|her|its|their|it|he|she|they|we|i|you|there',
    'everything|everyone|everybody|nothing|nobody|some|most|both',
  ].join('|')})\b`,
  'iu',
);
/** Begins what goes on with the clause before it, leads up to the one behind it, or only addresses the reader. */
const dependentStart = new RegExp(
  String.raw`^\W*(?:${[
    'and|or|nor|so|as|if|when|whenever|where|wherever|who|whom|whose|which|because|since|until|till|once|unless',
    'after|before|with|without|to|by|of|in|at|for|from|like|than|too|even|not|no|what|such|how|a|an',
    'is|are|was|were|has|have|had|does|did|can|could|will|would|it must be said|to be fair',
    'please|thanks?|sorry|hi|hello|dear|hey|well|oh|yes|yeah|ok|okay|lol',
  ].join('|')})\b`,
  'iu',
);

const longestLookBack = 200;
/** "Everything but the price" leaves something out; with more words behind it a sentence follows. */
const longestException = 4;
const leastMainClauseWords = 3;

/** Words that say nothing by themselves: what holds no others is not read alone. */
const emptyWords = new RegExp(
  String.raw`^[^\p{L}\p{N}]*(?:(?:and|or|so|well|oh|${contrastWords}|${contrastWordsBehindMark})[^\p{L}\p{N}]+)*$`,
  'iu',
);

/** Joins a clause to the one before it, and says nothing of either. */
const joiningWord = /^(?:but|yet|however,|although|though|tho|while|whilst|whereas)[\s,]+/iu;
const markBetween = /[\s,;:-]/u;

function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu)?.length ?? 0;
}

/** Whether the word, between what stands before and behind it, sets two judgements against each other. */
function isContrast(word: string, before: string, fromWord: string): boolean {
  switch (word.toLowerCase()) {
    case 'but':
      if (/\bnot (?:only|just|simply|merely)\b/iu.test(before)) return false;
      if (/\b(?:nothing|anything|all|none|cannot|can't|couldn't|help)[\s-]*$/iu.test(before)) return false;
      if (/\bno (?:choice|option|alternative|doubt)\s*$/iu.test(before)) return false;
      if (/\blast\s*$/iu.test(before) && /^\W*but not least/iu.test(fromWord)) return false;
      if (/\bnot an?\s[^,;:]*$/iu.test(before) && /^but an?\s/iu.test(fromWord)) return false;
      // The word itself is spoken of.
      if (/^["'([*_-]+but["')\]*_-]/iu.test(fromWord)) return false;
      if (/\b(?:everything|everyone|everybody|nobody|no one)\s*$/iu.test(before)) {
        return countWords(fromWord) > longestException;
      }
      return !/^\W*but for (?:the|a|an|this|that|my|our|your|his|her|its|their)\b/iu.test(fromWord);
    case 'however':
      // Else it means "no matter how".
      return (
        /^\W*however\s*,/iu.test(fromWord) ||
        (/[,;:.-]\s*$/u.test(before) && subjectStart.test(fromWord.replace(/^\W*however/iu, '')))
      );
    case 'yet':
      return (
        !/(?:\bnot|n't|\bas|\bhave|\bhas|\bhad|\bis|\bare|\bwas)\s*$/iu.test(before) &&
        !/^\W*yet (?:again|another|to)\b/iu.test(fromWord)
      );
    case 'tho':
    case 'though':
      return !/\b(?:as|even)\s*$/iu.test(before);
    case 'except':
    case 'only':
    case 'still':
      return countWords(fromWord) > longestException;
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

/** Where short clauses that only commas part begin, but the first; none where they may belong together. */
function spliceStarts(sentence: string): number[] {
  const starts = [...sentence.matchAll(/,\s+/g)].map((comma) => comma.index + comma[0].length);
  if (starts.length === 0 || starts.length > mostSplices) return [];
  // Numbers are of addresses, dates and sizes.
  if (/\p{N}/u.test(sentence)) return [];
  const clauses = [0, ...starts].map((from, i) => sentence.slice(from, starts[i] ?? sentence.length));
  if (clauses.some((clause) => dependentStart.test(clause))) return [];
  const withSubject = clauses.filter((clause) => subjectStart.test(clause)).length;
  if (withSubject > 0 && withSubject < clauses.length) return [];
  const [fewest, most] = withSubject > 0 ? wordsWithSubject : wordsWithout;
  return clauses.map(countWords).every((words) => words >= fewest && words <= most) ? starts : [];
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
  if (cuts.length === 0) cuts.push(...spliceStarts(words));

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

/**
 * What a clause says by itself: the clause without the word that joins it to another and the comma between them,
 * so that it is read as a sentence would be. The whole of it where nothing else is left.
 */
export function withoutJoints(text: string, clause: TextRange): TextRange {
  const words = text.slice(clause.from, clause.to);
  const from = joiningWord.exec(words)?.[0].length ?? 0;
  let to = words.length;
  while (markBetween.test(words.charAt(to - 1))) to--;
  return from < to ? { from: clause.from + from, to: clause.from + to } : clause;
}
