/** The table of n-grams against the library it is cut from. */
import { likeliestLanguage } from '#core/text/language-ngrams';
import table from '../../src/core/text/language-ngrams.json' with { type: 'json' };
import { eld } from 'eld/extrasmall';
import { expect, test } from 'vitest';
import { languageNgrams } from '../../scripts/language-ngrams.ts';
import { foreignTexts } from '../unit/text/foreign-texts.ts';

test('the kept table is what the generator makes', async () => {
  expect(await languageNgrams()).toEqual(table);
});

test('the cut table tells the languages of Latin letters as the whole one does', () => {
  const known = Object.keys(table.scripts.Latin);
  const texts = known.flatMap((code) => foreignTexts[code] ?? []);
  const differing = texts.filter((text) => {
    const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
    // eld has one code for Indonesian and Malay.
    return likeliestLanguage('Latin', words)?.code !== eld.detect(text).language.replace('ms', 'id');
  });
  expect(texts.length).toBeGreaterThan(120);
  expect(differing.length / texts.length, differing.join('\n')).toBeLessThan(0.05);
});
