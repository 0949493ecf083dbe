/** The words and short phrases of a text that can say what it is about. */
import type { Span } from '../contracts/analysis.ts';
import { isFunctionWord } from '../score/function-words.ts';
import { isFillWord, isOpinionWord } from './opinion-words.ts';

/** Words of a phrase, not counting those within it that only hold it together: *nobody at the desk* has two. */
const mostContentWords = 3;
const mostWords = 4;
const longestWord = 40;
/** Of a text as long as a book this much is looked at. */
const mostCharacters = 100_000;

/** Addresses, names of people online and tags of a page are no words; anything else between words ends a phrase. */
const tokens =
  /(?:https?:\/\/|www\.)\S+|[^\s@]+@\S+|@\w+|<[^<>]{1,200}>|(?<word>[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*)|[^\s\p{L}\p{N}]/gu;

interface Word {
  folded: string;
  written: string;
  isContent: boolean;
}

/**
 * The phrases of a text, each once, in lower case, with the form it is first written in. They begin and end with a word
 * of their own meaning and do not go over the end of a sentence or any other mark.
 *
 * @param sentences their first words are capital for another reason than the others
 */
export function phrasesOf(text: string, sentences: readonly Span[]): Map<string, string> {
  const phrases = new Map<string, string>();
  for (const { start, end } of sentences) {
    if (start >= mostCharacters) break;
    for (const run of runsOf(text.slice(start, Math.min(end, mostCharacters)))) collect(run, phrases);
  }
  return phrases;
}

/**
 * The words of a text in lower case, each between spaces, with a mark where no phrase goes on: what holds ` a phrase ` has
 * that phrase, and hardly anything else does.
 *
 * @param most characters of the text that are looked at
 */
export function foldedRuns(text: string, sentences: readonly Span[], most: number): string {
  const runs = sentences
    .filter(({ start }) => start < most)
    .flatMap(({ start, end }) => runsOf(text.slice(start, Math.min(end, most))));
  return runs.map((run) => ` ${run.map(({ folded }) => folded).join(' ')} `).join('|');
}

function runsOf(sentence: string): Word[][] {
  const runs: Word[][] = [[]];
  let isFirst = true;
  for (const { groups } of sentence.matchAll(tokens)) {
    const word = groups?.['word'];
    if (word === undefined || word.length > longestWord) runs.push([]);
    else {
      runs.at(-1)?.push(toWord(word, isFirst));
      isFirst = false;
    }
  }
  return runs;
}

function toWord(token: string, isFirst: boolean): Word {
  const plain = token.normalize('NFC').replaceAll('’', "'");
  const folded = plain.toLowerCase();
  const onlyBegins = isFirst && plain.slice(1) === folded.slice(1);
  return {
    folded,
    written: onlyBegins ? folded : plain,
    isContent: /\p{L}.*\p{L}/u.test(folded) && !isFunctionWord(folded),
  };
}

function collect(run: readonly Word[], phrases: Map<string, string>): void {
  for (const [from, first] of run.entries()) {
    if (!canEnd(first)) continue;
    let folded = '';
    let written = '';
    let content = 0;
    let named = 0;
    const parts = run.slice(from, from + mostWords);
    for (const [place, part] of parts.entries()) {
      // *Ha ha ha* is one word.
      if (parts.findIndex((other) => other.folded === part.folded) < place) break;
      folded = folded === '' ? part.folded : `${folded} ${part.folded}`;
      written = written === '' ? part.written : `${written} ${part.written}`;
      if (canEnd(part)) content += 1;
      if (part.isContent) named += 1;
      if (content > mostContentWords) break;
      if (canEnd(part) && named > 0 && !phrases.has(folded)) phrases.set(folded, written);
    }
  }
}

/** A number is part of what is meant: *20 minutes*; alone it is none. */
function canEnd({ isContent, folded }: Word): boolean {
  return isContent || /^\p{N}+$/u.test(folded);
}

/** How many words of a phrase name something, and do not only say how it was found or hold the others together. */
export function namingWords(phrase: string): number {
  return phrase
    .split(' ')
    .filter(
      (part) => /\p{L}/u.test(part) && !isFunctionWord(part) && !isOpinionWord(part) && !isFillWord(part),
    ).length;
}

/** Whether a phrase says how something was found. */
export function saysHow(phrase: string): boolean {
  return phrase.split(' ').some(isOpinionWord);
}
