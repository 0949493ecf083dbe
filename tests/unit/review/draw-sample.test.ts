/** The draw of a blind check: without replacement, the same for a seed, and no row likelier than another. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawSample } from '../../../src/features/review/draw-sample.ts';

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('as many as are wanted, each of what there is, none twice', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(60), seed, (total, size, from) => {
      const drawn = drawSample(total, size, from);
      expect(drawn).toHaveLength(Math.min(size, total));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(drawn.every((place) => Number.isInteger(place) && place >= 0 && place < total)).toBe(true);
    }),
  );
});

test('the same seed draws the same, a smaller sample is how a larger one begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), seed, (total, from) => {
      expect(drawSample(total, 50, from)).toEqual(drawSample(total, 50, from));
      expect(drawSample(total, 50, from).slice(0, 20)).toEqual(drawSample(total, 20, from));
    }),
  );
  expect(drawSample(1000, 50, 1)).not.toEqual(drawSample(1000, 50, 2));
});

/** Pearson's statistic of counts that should all be alike. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test.each([
  { what: 'first of all', at: 0 },
  { what: 'last of five', at: 4 },
])('every place is as likely to be drawn $what', ({ at }) => {
  const counts = Array.from({ length: 20 }, () => 0);
  for (let from = 0; from < 20_000; from += 1) {
    const place = drawSample(20, 5, from)[at] ?? 0;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  // Of 19 degrees of freedom; a fair draw is beyond it once in ten thousand seeds, and these seeds stay the same.
  expect(chiSquare(counts)).toBeLessThan(50.8);
});

test('no pair of places is likelier than another', () => {
  const counts = Array.from({ length: 45 }, () => 0);
  const pairs = Array.from({ length: 10 }, (_, first) => first).flatMap((first) =>
    Array.from({ length: 10 - first - 1 }, (_, step) => `${first} ${first + step + 1}`),
  );
  for (let from = 0; from < 45_000; from += 1) {
    const pair = drawSample(10, 2, from)
      .toSorted((a, b) => a - b)
      .join(' ');
    const at = pairs.indexOf(pair);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  // Of 44 degrees of freedom, as above.
  expect(chiSquare(counts)).toBeLessThan(87.7);
});
