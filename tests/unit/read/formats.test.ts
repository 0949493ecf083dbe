import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholePercents } from '#core/score/whole-percents';
import {
  formatBytes,
  formatBytesOf,
  formatDuration,
  formatPercent,
  formatPlural,
  formatRemaining,
  languageName,
} from '../../../src/i18n/formats.ts';
import { kindOfText } from '../../../src/i18n/models.ts';
import { readWords } from '../../../src/i18n/read.ts';

const plain = (words: string) => words.replaceAll('\u00A0', ' ');

describe('whole percents', () => {
  it('add up to 100, each within one of its exact value', () => {
    const weight = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(weight, weight, weight, (a, b, c) => {
        const sum = a + b + c;
        fc.pre(sum > 1e-6);
        const exact = { negative: a / sum, neutral: b / sum, positive: c / sum };
        const whole = wholePercents(exact);
        expect(whole.negative + whole.neutral + whole.positive).toBe(100);
        expect(Math.abs(whole.negative - exact.negative * 100)).toBeLessThan(1);
        expect(Math.abs(whole.neutral - exact.neutral * 100)).toBeLessThan(1);
        expect(Math.abs(whole.positive - exact.positive * 100)).toBeLessThan(1);
      }),
    );
  });

  it('give what is missing to the largest remainder', () => {
    expect(wholePercents({ negative: 1 / 3, neutral: 1 / 3, positive: 1 / 3 })).toEqual({
      negative: 34,
      neutral: 33,
      positive: 33,
    });
    expect(wholePercents({ negative: 0.006, neutral: 0.006, positive: 0.988 })).toEqual({
      negative: 1,
      neutral: 0,
      positive: 99,
    });
  });
});

describe('figures', () => {
  it('are set as people read them', () => {
    expect(plain(formatPercent(84))).toBe('84 %');
    expect(plain(formatBytes(0))).toBe('0 bytes');
    expect(plain(formatBytes(1))).toBe('1 byte');
    expect(plain(formatBytes(1234))).toBe('1.2 kB');
    expect(plain(formatBytes(23_600_000))).toBe('24 MB');
    expect(plain(formatBytesOf(6_100_000, 23_600_000))).toBe('6 of 24 MB');
    expect(plain(formatBytesOf(0, 200_000))).toBe('0 of 200 kB');
    expect(plain(formatDuration(0.2))).toBe('1 ms');
    expect(plain(formatDuration(12.4))).toBe('12 ms');
    expect(plain(formatDuration(1240))).toBe('1.2 s');
    expect(plain(formatRemaining(3200))).toBe('4 s');
    expect(plain(formatRemaining(180_000))).toBe('3 min');
    expect(formatPlural(1, 'text', 'texts')).toBe('1 text');
    expect(formatPlural(1200, 'text', 'texts')).toBe('1,200 texts');
  });

  it('name languages, and no language that is none', () => {
    expect(languageName('fr')).toBe('French');
    expect(languageName('und')).toBeNull();
    expect(languageName('not a code')).toBeNull();
  });

  it('are put into the words of the page', () => {
    expect(plain(readWords.gettingReader(6_100_000, 23_600_000, 3200))).toBe(
      'Getting the reader · 6 of 24 MB · 4 s',
    );
    expect(plain(readWords.getReader(23_600_000))).toBe('Get the reader · 24 MB, once');
    expect(readWords.percentHelp(84)).toBe(
      'Of 100 test texts read this surely, about 84 matched people’s labels.',
    );
    expect(readWords.otherLanguage('French')).toBe('This looks like French.');
    expect(kindOfText('newsmtsc')).toBe('Political news');
    expect(kindOfText('something-new')).toBe('something-new');
  });
});
