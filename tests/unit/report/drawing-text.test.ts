/** Texts and figures in drawings. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countText, intervalText, shareText } from '#core/report/drawing-figures';
import { fittedText, plainLine, textWidth, wrappedText } from '#core/report/drawing-text';
import { fileNameFor } from '../../../src/ui/save-file.ts';
import { hostileNames } from './summary-arbitrary.ts';

const plain = (text: string): string => text.replaceAll('\u00A0', ' ');

describe('figures', () => {
  test('are whole percents, and never none of some or all of not all', () => {
    expect([0, 0.004, 0.005, 0.42, 0.994, 0.996, 1].map((share) => plain(shareText(share)))).toEqual([
      '0 %',
      '< 1 %',
      '1 %',
      '42 %',
      '99 %',
      '> 99 %',
      '100 %',
    ]);
  });

  test('set thousands apart, and intervals from low to high', () => {
    expect(countText(1_234_567)).toBe('1,234,567');
    expect(plain(intervalText({ low: 0.394, high: 0.446 }))).toBe('39–45 %');
  });
});

describe('texts', () => {
  test('fit their room, whatever they are, and begin as they did', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 20, max: 300 }), (text, room) => {
        const fitted = fittedText(text, room, 13);
        expect(textWidth(fitted, 13)).toBeLessThanOrEqual(room + 0.001);
        const whole = plainLine(text);
        expect(fitted === whole || (fitted.endsWith('…') && whole.startsWith(fitted.slice(0, -1)))).toBe(
          true,
        );
      }),
    );
  });

  test('wrap without losing a word', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), (text) => {
        expect(wrappedText(text, 260, 13).join(' ')).toBe(plainLine(text));
      }),
    );
  });

  test.each(hostileNames)('%j becomes one line that can be written down', (name) => {
    expect(plainLine(name)).not.toMatch(/[\p{Cc}\p{Cs}\u2028-\u202E]/u);
  });
});

describe('the name of a saved file', () => {
  test('is that of the run, what it is and of what kind', () => {
    expect(fileNameFor('guest-survey.csv', 'trend', 'png')).toBe('guest-survey-trend.png');
    expect(fileNameFor('Umfrage Frühling.v2.xlsx', 'read', 'csv')).toBe('Umfrage Frühling.v2-read.csv');
  });

  test('leads nowhere else and is never empty', () => {
    expect(fileNameFor('../../etc/passwd', 'read', 'csv')).toBe('etc passwd-read.csv');
    expect(fileNameFor('.csv', 'read', 'csv')).toBe('table-read.csv');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const made = fileNameFor(name, 'read', 'csv');
        expect(made).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cs}]/u);
        expect(made.length).toBeLessThan(200);
        expect(made).toMatch(/^[^. ].*-read\.csv$/u);
      }),
    );
  });
});
