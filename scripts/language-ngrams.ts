/**
 * The n-grams that tell languages of one script apart, cut out of the smallest table of eld (Efficient Language
 * Detector, Apache-2.0), which as it stands is far more than a page should have to download.
 */
import * as z from 'zod/mini';

/** Only languages that share their script with others need n-grams. */
const languagesByScript = {
  Latin: 'az ca cs da de en es et eu fi fr hr hu id is it lt lv nl no pl pt ro sk sl sq sv tl tr vi',
  Cyrillic: 'be bg ru sr uk',
  Devanagari: 'hi mr',
};

/** N-grams kept of a language, the strongest first; more of English, since English must not be mistaken. */
const keptOf = (language: string): number => (language === 'en' ? 800 : 400);
/** Scores are kept to this step: grouped so, the table is smaller and no less right. */
const scoreStep = 4;
/** eld knows Indonesian and Malay as one; by far the more of it is Indonesian. */
const eldCodeOf = (language: string): string => (language === 'id' ? 'ms' : language);
/** eld adds this to every score it stores. */
const baseScore = 53;

const eldTable = z.object({
  languages: z.record(z.string(), z.string()),
  ngrams: z.record(z.string(), z.record(z.string(), z.number())),
});
const eldDictionary = z.array(z.string());

/** By script and language: n-grams with spaces between, by their score divided by the step. */
export interface LanguageNgrams {
  scoreStep: number;
  scripts: Record<string, Record<string, Record<string, string>>>;
}

/** Reads one export of one of eld's files, which are plain modules without types. */
async function readEld(file: string, name: string): Promise<unknown> {
  const url = new URL(`../node_modules/eld/src/${file}`, import.meta.url);
  const module: unknown = await import(url.href);
  return Reflect.get(Object(module), name);
}

/** An n-gram with bytes above 0x7F as U+0100 and up, where eld has characters of its own, and `_` for a word's edge. */
function plainNgram(ngram: string, byteOf: ReadonlyMap<string, number>): string {
  return ngram
    .replaceAll(/[^a-z' ]/gu, (character) => String.fromCharCode(0x80 + (byteOf.get(character) ?? 0)))
    .replaceAll(' ', '_');
}

/** The strongest n-grams, by score in steps. */
function strongest(
  scored: readonly { ngram: string; score: number }[],
  kept: number,
): Record<string, string> {
  const byScore: Record<string, string> = {};
  const descending = scored.toSorted((a, b) => b.score - a.score || (a.ngram < b.ngram ? -1 : 1));
  for (const { ngram, score } of descending.slice(0, kept)) {
    const group = String(Math.round(score / scoreStep));
    byScore[group] = byScore[group] === undefined ? ngram : `${byScore[group]} ${ngram}`;
  }
  return byScore;
}

/** Cuts the table; reads eld from node_modules. */
export async function languageNgrams(): Promise<LanguageNgrams> {
  const table = eldTable.parse(await readEld('ngrams/extrasmall.js', 'ngramsData'));
  const dictionary = eldDictionary.parse(await readEld('dictionary.js', 'dictionary'));
  const byteOf = new Map(dictionary.map((character, byte) => [character, byte] as const).slice(0x80));

  const scoresByCode = new Map<string, { ngram: string; score: number }[]>();
  for (const [ngram, scores] of Object.entries(table.ngrams)) {
    const plain = plainNgram(ngram, byteOf);
    for (const [id, score] of Object.entries(scores)) {
      const code = table.languages[id] ?? '';
      const list = scoresByCode.get(code) ?? [];
      list.push({ ngram: plain, score: score + baseScore });
      scoresByCode.set(code, list);
    }
  }

  const scripts: LanguageNgrams['scripts'] = {};
  for (const [script, languages] of Object.entries(languagesByScript)) {
    scripts[script] = Object.fromEntries(
      languages
        .split(' ')
        .map((language) => [
          language,
          strongest(scoresByCode.get(eldCodeOf(language)) ?? [], keptOf(language)),
        ]),
    );
  }
  return { scoreStep, scripts };
}
