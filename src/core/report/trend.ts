/** How the tones change over time. */
import type { VerdictLabel } from '../contracts/analysis.ts';
import type { CountsByLabel, Trend } from '../contracts/report.ts';
import { trendUnits } from '../contracts/run.ts';
import type { TrendUnit } from '../contracts/run.ts';
import { addCounts, labelShares, noneByLabel, totalOf } from './by-label.ts';
import { fewestRows } from './drawing.ts';

const dayMs = 86_400_000;

/** The longest span in days that is shown in this unit: some thirty points, and no fewer than five of the next unit. */
const longestSpans: readonly (readonly [TrendUnit, number])[] = [
  ['day', 35],
  ['week', 210],
  ['month', 1_100],
  ['quarter', 3_300],
];
/** Fewer points than this are hardly a trend. */
const fewestPoints = 3;

export interface TrendCounts {
  /** @param day ISO 8601, `2024-03-09`; null where the row has none */
  add(day: string | null, label: VerdictLabel): void;
  trend(unit: TrendUnit | null): Trend;
}

/** Counts by day, whatever the unit: days are few, however many rows there are. */
export function createTrendCounts(): TrendCounts {
  const days = new Map<string, CountsByLabel>();
  let undated = 0;

  return {
    add(day, label) {
      if (day === null) {
        undated += 1;
        return;
      }
      const counts = days.get(day) ?? noneByLabel();
      counts[label] += 1;
      days.set(day, counts);
    },
    trend(unit) {
      const chosen = unit ?? unitFor(days);
      const periods = inPeriods(days, chosen);
      const points = [...periods]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([from, counts]) => ({ from, ...labelShares(counts) }));
      return { unit: chosen, points, undated };
    },
  };
}

function inPeriods(
  days: ReadonlyMap<string, CountsByLabel>,
  unit: TrendUnit,
): ReadonlyMap<string, CountsByLabel> {
  const periods = new Map<string, CountsByLabel>();
  for (const [day, counts] of days) {
    const from = periodOf(day, unit);
    const sums = periods.get(from) ?? noneByLabel();
    addCounts(sums, counts);
    periods.set(from, sums);
  }
  return periods;
}

/**
 * The finest unit of the span in which at least half of the points have rows enough to say something; where there is
 * none, the coarsest that leaves points enough to be a trend.
 */
function unitFor(days: ReadonlyMap<string, CountsByLabel>): TrendUnit {
  const finest = unitOfSpan([...days.keys()]);
  let chosen = finest;
  for (const unit of trendUnits.slice(trendUnits.indexOf(finest))) {
    const rows = [...inPeriods(days, unit).values()].map(totalOf);
    if (rows.length < fewestPoints) break;
    chosen = unit;
    if (rows.filter((count) => count >= fewestRows).length * 2 >= rows.length) break;
  }
  return chosen;
}

function unitOfSpan(days: readonly string[]): TrendUnit {
  const times = days.map((day) => Date.parse(day));
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  const last = times.reduce((most, time) => Math.max(most, time), -Infinity);
  const spanDays = (last - first) / dayMs;
  return longestSpans.find(([, longest]) => !(spanDays > longest))?.[0] ?? 'year';
}

/** The first day of the period that a day lies in; weeks begin on Monday (ISO 8601). */
export function periodOf(day: string, unit: TrendUnit): string {
  if (unit === 'day') return day;
  if (unit === 'week') {
    const time = Date.parse(day);
    const sinceMonday = (new Date(time).getUTCDay() + 6) % 7;
    return new Date(time - sinceMonday * dayMs).toISOString().slice(0, 10);
  }
  const year = day.slice(0, 4);
  if (unit === 'year') return `${year}-01-01`;
  const month = Number(day.slice(5, 7));
  const first = unit === 'month' ? month : month - ((month - 1) % 3);
  return `${year}-${String(first).padStart(2, '0')}-01`;
}
