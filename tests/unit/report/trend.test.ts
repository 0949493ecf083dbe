import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trendUnits } from '#core/contracts/run';
import { createTrendCounts, periodOf } from '#core/report/trend';
import { isoDay } from './report-rows.ts';

function unitOf(...days: string[]): string {
  const counts = createTrendCounts();
  for (const day of days) counts.add(day, 'negative');
  return counts.trend(null).unit;
}

describe('a trend', () => {
  it.each([
    ['2024-03-09', 'day', '2024-03-09'],
    ['2024-03-09', 'week', '2024-03-04'],
    ['2024-03-04', 'week', '2024-03-04'],
    ['2024-03-10', 'week', '2024-03-04'],
    ['2025-01-01', 'week', '2024-12-30'],
    ['2024-03-09', 'month', '2024-03-01'],
    ['2024-03-31', 'quarter', '2024-01-01'],
    ['2024-12-31', 'quarter', '2024-10-01'],
    ['2024-03-09', 'year', '2024-01-01'],
  ] as const)('has %s by %s in the period from %s', (day, unit, from) => {
    expect(periodOf(day, unit)).toBe(from);
  });

  it('has every day in the last period that begins no later', () => {
    fc.assert(
      fc.property(fc.array(isoDay, { minLength: 1 }), fc.constantFrom(...trendUnits), (days, unit) => {
        const counts = createTrendCounts();
        for (const day of days) counts.add(day, 'positive');
        const { points } = counts.trend(unit);
        const starts = points.map(({ from }) => from);
        expect(starts).toEqual([...new Set(starts)].toSorted());
        for (const { from, rows } of points) {
          const next = starts.find((start) => start > from) ?? '9999';
          expect(rows).toBe(days.filter((day) => day >= from && day < next).length);
          expect(periodOf(from, unit)).toBe(from);
        }
      }),
    );
  });

  it('chooses a unit that shows some thirty points at most', () => {
    expect(unitOf('2024-03-01', '2024-03-31')).toBe('day');
    expect(unitOf('2024-03-01', '2024-07-31')).toBe('week');
    expect(unitOf('2024-03-01', '2025-07-31')).toBe('month');
    expect(unitOf('2020-03-01', '2025-07-31')).toBe('quarter');
    expect(unitOf('1970-03-01', '2025-07-31')).toBe('year');
    expect(unitOf('2024-03-01')).toBe('day');
    expect(unitOf()).toBe('day');
  });

  it('chooses a coarser one where most points would have too few rows, as long as it stays a trend', () => {
    const rowsADay = (days: number, rows: number): string[] =>
      Array.from({ length: days }, (_, day) =>
        new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
      ).flatMap((day) => Array.from({ length: rows }, () => day));
    expect(unitOf(...rowsADay(31, 10))).toBe('day');
    expect(unitOf(...rowsADay(31, 6))).toBe('week');
    expect(unitOf(...rowsADay(150, 2))).toBe('week');
    expect(unitOf(...rowsADay(150, 1))).toBe('month');
    // Two years are no trend, and three quarters of few rows better than months of fewer.
    expect(unitOf('2024-01-01', '2024-02-01', '2024-03-01', '2024-08-01', '2025-06-01')).toBe('quarter');
    // A few days of many rows do not speak for the many of one row.
    const sparse = rowsADay(31, 1).filter((day) => day !== '2024-01-09');
    expect(unitOf(...sparse, ...Array.from({ length: 90 }, () => '2024-01-09'))).toBe('week');
  });

  it('leaves out periods without rows, and counts rows without a day', () => {
    const counts = createTrendCounts();
    counts.add('2024-03-09', 'negative');
    counts.add('2024-06-09', 'positive');
    counts.add(null, 'positive');
    const { points, undated } = counts.trend('month');
    expect(points.map(({ from, shares }) => [from, shares.negative.share])).toEqual([
      ['2024-03-01', 1],
      ['2024-06-01', 0],
    ]);
    expect(undated).toBe(1);
  });
});
