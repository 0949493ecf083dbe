/**
 * Which of the languages of one script a text is in, by short pieces of its words (n-grams of UTF-8 bytes).
 * Method and table are those of eld (Efficient Language Detector by Nito T.M., Apache-2.0), the table cut down
 * to the strongest n-grams by scripts/generate-language-ngrams.ts.
 */
import table from './language-ngrams.json' with { type: 'json' };

/** Scripts that several languages share. */
export type RankedScript = keyof typeof table.scripts;

export interface RankedLanguage {
  readonly code: string;
  /** How likely it is among the languages of its script. */
  readonly probability: number;
  /** Points by which an n-gram of the text speaks for it rather than for English, on average. */
  readonly leadOverEnglish: number;
  /** Different n-grams in the text, known or not. */
  readonly ngrams: number;
}

interface NgramIndex {
  readonly codes: readonly string[];
  /** N-gram to language (index) and score in turn. */
  readonly scores: ReadonlyMap<string, readonly number[]>;
}

/** Marks that no letter has taken in (the vowels of Hindi) part words in the table. */
const marks = /\p{M}+/u;
const longestWord = 70;
const ngramLength = 4;
const stride = 3;
/** Points that make a language e times as likely; fitted so that the probabilities come true. */
const temperature = 75;

const indices = new Map<RankedScript, NgramIndex>();

/** The table of a script, taken apart when it is first needed. */
function indexOf(script: RankedScript): NgramIndex {
  const known = indices.get(script);
  if (known !== undefined) return known;
  const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = table.scripts[script];
  const codes = Object.keys(languages);
  const scores = new Map<string, number[]>();
  codes.forEach((code, language) => {
    for (const [group, ngrams] of Object.entries(languages[code] ?? {})) {
      const score = Number(group) * table.scoreStep;
      for (const ngram of ngrams.split(' ')) {
        const pairs = scores.get(ngram);
        if (pairs === undefined) scores.set(ngram, [language, score]);
        else pairs.push(language, score);
      }
    }
  });
  const index = { codes, scores };
  indices.set(script, index);
  return index;
}

/** UTF-8 with a character for each byte: ASCII as it is, other bytes from U+0100 up. */
function utf8Characters(word: string): string {
  return encodeURIComponent(word).replaceAll(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(0x80 + Number.parseInt(hex, 16)),
  );
}

/** The n-grams of some words, each once, so that no word weighs more for being repeated; `_` is the edge of a word. */
function ngramsOf(words: Iterable<string>): Set<string> {
  const ngrams = new Set<string>();
  for (const run of [...words].flatMap((word) => word.split(marks))) {
    const encoded = utf8Characters(run).slice(0, longestWord);
    let at = 0;
    for (; at + ngramLength < encoded.length; at += stride) {
      ngrams.add((at === 0 ? '_' : '') + encoded.slice(at, at + ngramLength));
    }
    ngrams.add(`${at === 0 ? '_' : ''}${encoded.slice(-ngramLength)}_`);
  }
  return ngrams;
}

/**
 * The likeliest of the languages that share a script, or null when no n-gram of the words is known.
 *
 * @param words letters and their marks, with apostrophes between them, of well-formed text in lower case and NFC
 */
export function likeliestLanguage(script: RankedScript, words: Iterable<string>): RankedLanguage | null {
  const { codes, scores } = indexOf(script);
  const ngrams = ngramsOf(words);
  const totals = codes.map(() => 0);
  for (const ngram of ngrams) {
    const pairs = scores.get(ngram) ?? [];
    for (let at = 0; at < pairs.length; at += 2) {
      const language = pairs[at] ?? 0;
      totals[language] = (totals[language] ?? 0) + (pairs[at + 1] ?? 0);
    }
  }
  const best = Math.max(...totals);
  const code = codes[totals.indexOf(best)];
  if (best === 0 || code === undefined) return null;
  const english = totals[codes.indexOf('en')] ?? 0;
  const rivals = totals.reduce((sum, total) => sum + Math.exp((total - best) / temperature), 0);
  return {
    code,
    probability: 1 / rivals,
    leadOverEnglish: (best - english) / ngrams.size,
    ngrams: ngrams.size,
  };
}
