/** Noisy copies: like what people type in a hurry, and the same every time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noisyCopy } from '../../models/training/noise.ts';
import { createRandom } from '../../models/training/random.ts';

const text = "It doesn't matter what they say, the kitchen was wonderful and we'll certainly come back.";
const copies = Array.from({ length: 200 }, (_, seed) => noisyCopy(text, createRandom(seed)));

describe('a noisy copy', () => {
  it('is the same for the same random numbers, and seldom the text itself', () => {
    expect(noisyCopy(text, createRandom(7))).toBe(noisyCopy(text, createRandom(7)));
    expect(copies.filter((copy) => copy === text).length).toBeLessThan(10);
    expect(new Set(copies).size).toBeGreaterThan(150);
  });

  it('keeps every word, the first letter of each, and short words as they are', () => {
    for (const copy of copies) {
      const words = copy
        .replaceAll(',', ', ')
        .split(/\s+/)
        .filter((word) => word !== '');
      const before = text.split(' ');
      expect(words).toHaveLength(before.length);
      for (const [i, word] of words.entries()) {
        expect(word[0]).toBe(before[i]?.[0]);
        if (/^\p{L}{1,3}$/u.test(before[i] ?? '')) expect(word).toBe(before[i]);
      }
    }
  });

  it('comes of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.nat(), (any, seed) => {
        expect(typeof noisyCopy(any, createRandom(seed))).toBe('string');
      }),
    );
  });
});

it('seeded random numbers fill the unit range evenly', () => {
  const random = createRandom(3);
  const drawn = Array.from({ length: 10_000 }, random);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = drawn.filter((value) => Math.floor(value * 10) === tenth).length / drawn.length;
    expect(share).toBeCloseTo(0.1, 1);
  }
});
