import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packWindows, type TokenRange } from '#core/batch/windows';

function rangesOf(lengths: readonly number[]): TokenRange[] {
  let from = 0;
  return lengths.map((length) => {
    const range = { from, to: from + length };
    from = range.to;
    return range;
  });
}

const lengthsOf = (windows: readonly TokenRange[]): number[] => windows.map(({ from, to }) => to - from);

describe('windows', () => {
  it('take every token once, in order, and never more than they hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 })),
        fc.integer({ min: 1, max: 30 }),
        (lengths, capacity) => {
          const windows = packWindows(rangesOf(lengths), capacity);
          let next = 0;
          for (const { from, to } of windows) {
            expect(from).toBe(next);
            expect(to - from).toBeGreaterThan(0);
            expect(to - from).toBeLessThanOrEqual(capacity);
            next = to;
          }
          expect(next).toBe(lengths.reduce((sum, length) => sum + length, 0));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('cut only sentences that are longer than a window, and into as few pieces as that takes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 })),
        fc.integer({ min: 1, max: 30 }),
        (lengths, capacity) => {
          const sentences = rangesOf(lengths);
          const cuts = new Set(packWindows(sentences, capacity).map(({ to }) => to));
          for (const { from, to } of sentences) {
            const inside = [...cuts].filter((cut) => cut > from && cut < to);
            expect(inside).toHaveLength(Math.ceil((to - from) / capacity) - 1);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('take as many whole sentences as they hold', () => {
    expect(lengthsOf(packWindows(rangesOf([3, 4, 3, 5, 5, 1]), 10))).toEqual([10, 10, 1]);
    expect(lengthsOf(packWindows(rangesOf([6, 6, 6]), 10))).toEqual([6, 6, 6]);
  });

  it('cut a long sentence evenly', () => {
    expect(lengthsOf(packWindows(rangesOf([2, 25, 3]), 10))).toEqual([2, 8, 9, 8, 3]);
  });

  it('are none for no text', () => {
    expect(packWindows([], 10)).toEqual([]);
  });
});
