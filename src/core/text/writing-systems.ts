/** Languages that are not written in Latin letters: what their letters alone give away, and the table for the rest. */
import { likeliestLanguage, type RankedScript } from './language-ngrams.ts';
import { settleLookAlikes } from './telling-words.ts';

/** A way of writing other than Latin. */
interface WritingSystem {
  /** Unicode's name of it, or names where a language mixes several. */
  readonly scripts: readonly string[];
  /** The language that is written so, unless its letters say otherwise. */
  readonly code: string;
  /** Letters (lower case) of one language only, the rarer language first; the first found decides. */
  readonly letters?: readonly (readonly [code: string, letters: RegExp])[];
  /** Where n-grams tell what letters do not. */
  readonly ranked?: RankedScript;
  /** One sign stands for a syllable or a word. */
  readonly isSyllabic?: boolean;
}

const alone = (script: string, code: string): WritingSystem => ({ scripts: [script], code });
const syllabic = (scripts: readonly string[], code: string): WritingSystem => ({
  scripts,
  code,
  isSyllabic: true,
});

/** Digraphs, or an aleph with its vowel in a text that points no other letter. */
const yiddish = /[\u05F0-\u05F2]|^(?![^]*[\u05B0-\u05B6\u05B9\u05BB])[^]*\u05D0[\u05B7\u05B8]/u;

const writingSystems: readonly WritingSystem[] = [
  {
    ...alone('Cyrillic', 'ru'),
    ranked: 'Cyrillic',
    letters: [
      ['tg', /[ҷӣӯ]/u],
      ['kk', /[қғұ]|^(?=[^]*і)(?=[^]*[әңөү])/u],
      ['tt', /[җә]/u],
      ['ky', /ң/u],
      ['mn', /[өү]/u],
      ['mk', /[ѓќѕ]/u],
      ['sr', /[ђћјљњџ]/u],
      ['be', /ў|^(?=[^]*і)(?=[^]*ы)/u],
      ['uk', /[їєґі]/u],
      ['ru', /[ыэё]/u],
    ],
  },
  {
    ...alone('Arabic', 'ar'),
    letters: [
      ['ps', /[ټډړښځڅې]/u],
      ['ug', /[ۇۆې]/u],
      ['ku', /[ێۆڕڵ]/u],
      ['ur', /[ٹڈڑںےہ]/u],
      ['fa', /[پچژگکی]/u],
    ],
  },
  { ...alone('Devanagari', 'hi'), ranked: 'Devanagari', letters: [['mr', /ळ/u]] },
  { ...alone('Hebrew', 'he'), letters: [['yi', yiddish]] },
  { ...alone('Bengali', 'bn'), letters: [['as', /[ৰৱ]/u]] },
  syllabic(['Han', 'Hiragana', 'Katakana'], 'zh'),
  syllabic(['Hangul'], 'ko'),
  syllabic(['Ethiopic'], 'am'),
  alone('Greek', 'el'),
  alone('Thai', 'th'),
  alone('Lao', 'lo'),
  alone('Khmer', 'km'),
  alone('Myanmar', 'my'),
  alone('Tamil', 'ta'),
  alone('Telugu', 'te'),
  alone('Kannada', 'kn'),
  alone('Malayalam', 'ml'),
  alone('Gujarati', 'gu'),
  alone('Gurmukhi', 'pa'),
  alone('Oriya', 'or'),
  alone('Sinhala', 'si'),
  alone('Tibetan', 'bo'),
  alone('Georgian', 'ka'),
  alone('Armenian', 'hy'),
  alone('Mongolian', 'mn'),
  alone('Thaana', 'dv'),
  alone('Cherokee', 'chr'),
];

const letterOf = (script: string): RegExp => new RegExp(`(?=\\p{L})\\p{Script=${script}}`, 'gu');
const latinLetter = letterOf('Latin');
const kana = /(?=\p{L})[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const letterPatterns = writingSystems.map(({ scripts }) => scripts.map(letterOf));

// Letters of styles and symbols belong to no script ("Common") and say nothing of the language.
const foreignLetter = '(?=\\p{L})[^\\p{Script=Latin}\\p{Script=Common}\\p{Script=Inherited}]';
const foreignLetters = new RegExp(foreignLetter, 'gu');
// Two side by side make a word; one alone may be a face such as (ಠ_ಠ) or a sign of mathematics.
const foreignWord = new RegExp(`${foreignLetter}\\p{M}*${foreignLetter}`, 'u');

/** A sign for a syllable or a word stands for about two letters. */
const syllabicWeight = 2;
/** Japanese that is nearly all Chinese signs is rarer than Chinese with a Japanese name in it. */
const leastKanaShare = 0.1;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** How many Latin letters a text has. */
export function countLatinLetters(text: string): number {
  return count(text, latinLetter);
}

/** The language of letters of one writing system, and how sure that is. */
function nameLanguage(
  system: WritingSystem,
  text: string,
  words: readonly string[],
): { code: string; probability: number } {
  const telling = system.letters?.find(([, letters]) => letters.test(text));
  if (telling !== undefined) return { code: settleLookAlikes(telling[0], words), probability: 1 };
  if (system.code === 'zh') {
    const kanaCount = count(text, kana);
    const signs = kanaCount + count(text, letterOf('Han'));
    return { code: kanaCount > leastKanaShare * signs ? 'ja' : 'zh', probability: 1 };
  }
  const ranked = system.ranked === undefined ? null : likeliestLanguage(system.ranked, words);
  const code = ranked?.code ?? system.code;
  return { code: settleLookAlikes(code, words), probability: ranked?.probability ?? 1 };
}

/**
 * The language of a text most of whose letters are not Latin; null when most are, or when there are no two
 * such letters side by side.
 *
 * @param text in lower case and NFC
 * @param words its words
 * @returns `und` for a script whose language is not known here; confidence falls with the share of Latin letters
 */
export function nonLatinLanguage(
  text: string,
  words: readonly string[],
): { code: string; confidence: number } | null {
  if (!foreignWord.test(text)) return null;
  const found = writingSystems.map((system, at) => {
    const letters = (letterPatterns[at] ?? []).reduce((sum, pattern) => sum + count(text, pattern), 0);
    return { system, letters, weight: letters * (system.isSyllabic === true ? syllabicWeight : 1) };
  });
  const named = found.reduce((most, each) => (each.weight > most.weight ? each : most));
  const unnamed = count(text, foreignLetters) - found.reduce((sum, { letters }) => sum + letters, 0);
  const foreign = unnamed + found.reduce((sum, { weight }) => sum + weight, 0);
  const latin = countLatinLetters(text);
  if (foreign <= latin) return null;
  if (unnamed > named.weight) return { code: 'und', confidence: 0 };
  const { code, probability } = nameLanguage(named.system, text, words);
  return { code, confidence: (named.weight / (foreign + latin)) * probability };
}
