/** Which language a text is in, as far as it matters here: English is read, another language is said by name. */
import type { Language } from '../contracts/analysis.ts';
import { likeliestLanguage } from './language-ngrams.ts';
import { countEnglish, recogniseStranger, settleLookAlikes } from './telling-words.ts';
import { countLatinLetters, nonLatinLanguage } from './writing-systems.ts';

/** A long text is judged by pieces of it, evenly spread from its start to its end. */
const pieceUnits = 500;
const pieceCount = 7;

/** Below this many Latin letters nothing is refused: the words are too few to tell. */
const leastLatinLetters = 40;
/** A text with this share of plainly English words, two different ones at least, is English whatever else is in it. */
const englishShare = 0.15;
/** N-grams must speak at least so much more for another language than for English, in points of their table. */
const leastLead = 14;
/** A name that is less likely than this is not said: names, dishes, slang and laughter look like many languages. */
const leastProbability = 0.25;
/** Laughter and a word said over and over are letters enough, but hardly words. */
const leastNgrams = 8;

const tagPattern = /<[/!]?[a-z][^<>]{0,300}>/giu;
const addressPattern = /https?:\/\/\S+|www\.\S+|[^\s@]{0,64}@\S+/giu;
const wordPattern = /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu;

/** The whole of a short text, pieces of a long one. */
function sampleOf(text: string): string {
  if (text.length <= pieceUnits * pieceCount) return text;
  const step = (text.length - pieceUnits) / (pieceCount - 1);
  return Array.from({ length: pieceCount }, (_, piece) => {
    const from = Math.round(piece * step);
    return text.slice(from, from + pieceUnits);
  }).join(' ');
}

/** Two decimals: what browsers compute differently in the last place must not show. */
const rounded = (share: number): number => Math.round(share * 100) / 100;
const english = (confidence: number): Language => ({
  code: 'en',
  confidence: rounded(confidence),
  supported: true,
});
const undetermined: Language = { code: 'und', confidence: 0, supported: true };

/** The language of a text in Latin letters. */
function latinLanguage(text: string, words: readonly string[]): Language {
  const { count, different } = countEnglish(words);
  // Each further English word halves the doubt.
  const byWords = english(1 - 0.5 ** count);
  if (different >= 2 && count >= englishShare * words.length) return byWords;
  if (countLatinLetters(text) < leastLatinLetters) return count > 0 ? byWords : { ...undetermined };

  const stranger = recogniseStranger(words);
  if (stranger !== null) return { ...stranger, confidence: rounded(stranger.confidence), supported: false };
  const ranked = likeliestLanguage('Latin', words);
  if (ranked === null) return { ...undetermined };
  if (ranked.code === 'en') return english(ranked.probability);
  const isPlain =
    ranked.leadOverEnglish >= leastLead &&
    ranked.probability >= leastProbability &&
    ranked.ngrams >= leastNgrams;
  if (!isPlain) return { ...undetermined };
  const code = settleLookAlikes(ranked.code, words);
  return { code, confidence: rounded(ranked.probability), supported: false };
}

/**
 * Says which language a text is in and whether it is read. Only a text that is plainly in another language is
 * not: English of every kind, texts of fewer than 40 Latin letters, texts without letters and texts that cannot
 * be told are supported.
 *
 * @param text the text as given; of a long one a few thousand characters are looked at
 * @returns an ISO 639-1 code (639-3 where there is none), `und` when it cannot be told
 */
export function detectLanguage(text: string): Language {
  const sample = sampleOf(text)
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(tagPattern, ' ')
    .replaceAll(addressPattern, ' ')
    .replaceAll('’', "'");
  const words = sample.match(wordPattern) ?? [];
  const nonLatin = nonLatinLanguage(sample, words);
  if (nonLatin === null) return latinLanguage(sample, words);
  return { code: nonLatin.code, confidence: rounded(nonLatin.confidence), supported: false };
}
