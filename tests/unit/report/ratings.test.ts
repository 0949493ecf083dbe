import { describe, expect, it } from 'vitest';
import type { Ratings } from '#core/contracts/report';
import { createRatingCounts } from '#core/report/ratings';

function ratingsOf(
  ratings: readonly (number | null)[],
  label: 'negative' | 'positive' = 'negative',
): Ratings {
  const counts = createRatingCounts();
  for (const rating of ratings) counts.add(rating, label);
  return counts.ratings();
}

describe('ratings against the reading', () => {
  it.each([
    [
      [1, 3, 5],
      [1, 5],
      [4, 5],
      [1, 2],
    ],
    [
      [2, 3],
      [1, 5],
      [4, 5],
      [1, 2],
    ],
    [
      [4.5, 3.5],
      [1, 5],
      [4, 5],
      [1, 2],
    ],
    [
      [0, 10],
      [0, 10],
      [6, 10],
      [0, 4],
    ],
    [
      [1, 9],
      [1, 10],
      [7, 10],
      [1, 4],
    ],
    [
      [7, 1],
      [1, 7],
      [5, 7],
      [1, 3],
    ],
    [
      [0, 1],
      [0, 1],
      [1, 1],
      [0, 0],
    ],
    [
      [0.2, 0.7],
      [0, 1],
      [0.6, 1],
      [0, 0.4],
    ],
    [
      [-1, 0, 1],
      [-1, 1],
      [1, 1],
      [-1, -1],
    ],
    [
      [12, 88],
      [1, 100],
      [61, 100],
      [1, 40],
    ],
    [
      [0, 250],
      [0, 250],
      [150, 250],
      [0, 100],
    ],
  ] as const)('%j are on the scale %j', (given, [lowest, highest], [highFrom, highTo], [lowFrom, lowTo]) => {
    expect(ratingsOf(given)).toMatchObject({
      lowest,
      highest,
      highReadsNegative: { from: highFrom, to: highTo },
      lowReadsPositive: { from: lowFrom, to: lowTo },
    });
  });

  it('count where the two disagree, each way', () => {
    const given = [5, 5, 4.5, 4, 3.5, 3, 2, 1];
    expect(ratingsOf(given, 'negative').highReadsNegative.count).toBe(4);
    expect(ratingsOf(given, 'negative').lowReadsPositive.count).toBe(0);
    expect(ratingsOf(given, 'positive').lowReadsPositive.count).toBe(2);
  });

  it('are shown one by one, lowest first, and in steps where there are many', () => {
    expect(ratingsOf([3, 1, 4.5, 3]).byRating.map(({ rating, rows }) => [rating, rows])).toEqual([
      [1, 1],
      [3, 2],
      [4.5, 1],
    ]);
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(ratingsOf(hundred).byRating.map(({ rating, rows }) => [rating, rows])).toEqual([
      [0, 9],
      ...[10, 20, 30, 40, 50, 60, 70, 80, 90].map((rating) => [rating, 10]),
      [100, 1],
    ]);
    const fine = Array.from({ length: 50 }, (_, i) => i / 50);
    expect(ratingsOf(fine).byRating.map(({ rating }) => rating)).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
    ]);
  });

  it('leave out what is no rating', () => {
    expect(ratingsOf([null, 4, Number.NaN, Infinity])).toMatchObject({
      unrated: 3,
      byRating: [{ rating: 4 }],
    });
    expect(ratingsOf([])).toMatchObject({ byRating: [], unrated: 0 });
  });
});
