import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOf, wilsonInterval, z95 } from '#core/report/wilson';

describe('a share and its interval', () => {
  it.each([
    // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 1998, table I.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d are as the textbook has them', (count, of, low, high) => {
    const share = shareOf(count, of);
    expect(share).toMatchObject({ count, of, share: count / of });
    expect(share.low).toBeCloseTo(low, 4);
    expect(share.high).toBeCloseTo(high, 4);
  });

  it('says nothing of nothing', () => {
    expect(shareOf(0, 0)).toEqual({ count: 0, of: 0, share: 0, low: 0, high: 1 });
  });

  it('ends where the share would be as far off as the score test allows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, part) => {
          const count = Math.round(of * part);
          const share = count / of;
          const { low, high } = wilsonInterval(share, of);
          expect(low >= 0 && low <= share && share <= high && high <= 1).toBe(true);
          for (const end of [low, high]) {
            if (end === share) continue;
            expect((share - end) ** 2).toBeCloseTo((z95 * z95 * end * (1 - end)) / of, 10);
          }
        },
      ),
    );
  });
});
