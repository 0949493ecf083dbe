import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit, pack } from '#core/own/fit';
import { textArbitrary } from '../text-arbitrary.ts';

/** Counts as a tokenizer may: by stretches of letters, so that joining two pieces may take fewer tokens than both. */
const count = (text: string): number => [...text.matchAll(/\S{1,4}/gu)].length;

describe('pieces of a text', () => {
  it('fit, and nothing of the text is left out', () => {
    fc.assert(
      fc.property(textArbitrary(), fc.integer({ min: 1, max: 9 }), (text, capacity) => {
        fc.pre(text !== '');
        const pieces = fit(text, { start: 0, end: text.length }, capacity, count);
        for (const spans of [pieces, pack(text, pieces, capacity, count)]) {
          const slices = spans.map(({ start, end }) => text.slice(start, end));
          expect(slices.join('')).toBe(text);
          expect(slices.filter((slice) => count(slice) > capacity && [...slice].length > 1)).toEqual([]);
        }
      }),
    );
  });

  it('are cut between words where there are any', () => {
    const text = 'one two three four five six';
    const pieces = fit(text, { start: 0, end: text.length }, 4, count);
    const words = pieces.flatMap(({ start, end }) => text.slice(start, end).trim().split(' '));
    expect(words).toEqual(text.split(' '));
  });

  it('never cut a character in two', () => {
    const text = '😀'.repeat(40);
    const pieces = fit(text, { start: 0, end: text.length }, 3, count);
    expect(pieces.length).toBeGreaterThan(3);
    for (const { start, end } of pieces) expect(text.slice(start, end)).toMatch(/^(?:😀)+$/u);
  });

  it('are joined as far as they fit', () => {
    const text = 'a b c d e f g';
    const words = [...text.matchAll(/\S/g)].map(({ index }) => ({ start: index, end: index + 1 }));
    expect(pack(text, words, 3, count).map(({ start, end }) => text.slice(start, end))).toEqual([
      'a b c',
      'd e f',
      'g',
    ]);
  });
});
