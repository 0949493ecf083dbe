/** Inputs that make readers slow or break them. What takes time with the square of its length ends at the time limit. */
import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import { createFixtureAnalyzer, loadFixture } from './fixture-session.ts';

const megabyte = 1_000_000;
const { model, session } = await loadFixture();

const fill = (unit: string): string => unit.repeat(Math.ceil(megabyte / unit.length)).slice(0, megabyte);

const hostile: Readonly<Record<string, string>> = {
  'one word': fill('a'),
  'one word of many scripts': fill('aéя한ب'),
  'exclamation marks': fill('!'),
  'full stops': fill('.'),
  contrasts: fill('but '),
  'contrasts between words': fill('good food but '),
  'contrasts that open': fill('although, '),
  'not only': fill('not only but also '),
  semicolons: fill('; a'),
  marks: fill('\u0301'),
  'marks of two kinds': fill('\u0323\u0301'),
  'marks on a letter': `e${fill('\u0301')}`,
  'web addresses': fill('http://'),
  'web addresses without end': `http://${fill('.')}`,
  'mail addresses': fill('a@b.'),
  'mail names': fill('a.'),
  names: fill('@a'),
  digits: fill('1'),
  'digits and dashes': fill('12-'),
  'digits and brackets': fill('(12) '),
  'telephone numbers': fill('123 456-7890 '),
  emoji: fill('😀'),
  'joined emoji': fill('👩\u200D'),
  flags: fill('🇩'),
  emoticons: fill(':)'),
  laughter: fill('xD'),
  brackets: fill(':('),
  HTML: fill('<div class="a"><p>It was good.</p></div>'),
  'opened tags': fill('<a '),
  'brackets of markers': fill('[SEP]'),
  quotes: fill('"'),
  'closing quotes': `Good.${fill('"')}`,
  'white space': `a${fill(' ')}b`,
  'line breaks': `a${fill('\n')}b`,
  lines: fill('a\n'),
  'short sentences': fill('It was good. '),
  'lone surrogates': fill('\uD83D'),
  zeros: `a${fill('\0')}`,
  'right to left': fill('\u202Eשלום '),
  'detached negations': fill(" n't"),
};

describe('a megabyte of', () => {
  it.each(Object.entries(hostile))(
    '%s is read, or refused with an error of the catalogue',
    async (_, text) => {
      const analyzer = createFixtureAnalyzer(model, session);
      try {
        const { input, evidence, sentences } = await analyzer.analyze({
          text,
          anyLanguage: true,
          aspects: ['good', 'a'],
        });
        expect(input).toMatchObject({ characters: text.length, tokens: evidence.length, truncated: false });
        expect(sentences.length).toBeGreaterThan(0);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UndertoneError);
        expect(thrown).toMatchObject({ code: 'text-blank' });
      }
    },
  );
});
