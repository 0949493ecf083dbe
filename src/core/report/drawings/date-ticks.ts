/** The names of days, weeks, months, quarters and years, and which of them stand under a trend. */
import type { TrendUnit } from '../../contracts/run.ts';
import { countText } from '../drawing-figures.ts';
import { textWidth } from '../drawing-text.ts';
import { roomyLabels } from './roomy-labels.ts';

const locale = 'en-GB';
const timeZone = 'UTC';
const dayAndMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone });
const fullDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone });
const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone });
const shortMonth = new Intl.DateTimeFormat(locale, { month: 'short', timeZone });
const monthAndYear = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone });

const yearOf = (timeMs: number): number => new Date(timeMs).getUTCFullYear();
const quarterOf = (timeMs: number): number => Math.floor(new Date(timeMs).getUTCMonth() / 3) + 1;

/** The whole name of the period that begins then. */
export function periodName(timeMs: number, unit: TrendUnit): string {
  switch (unit) {
    case 'day':
    case 'week':
      return fullDay.format(timeMs);
    case 'month':
      return monthAndYear.format(timeMs);
    case 'quarter':
      return `Q${quarterOf(timeMs)} ${yearOf(timeMs)}`;
    case 'year':
      return String(yearOf(timeMs));
  }
}

interface Period {
  timeMs: number;
  x: number;
  rows: number;
}

export interface DateTick extends Period {
  text: string;
}

/** In as few letters as tell it from the others: the year stands at the first one and where it changes. */
function tickText(timeMs: number, unit: TrendUnit, isNewYear: boolean, monthsAreLong: boolean): string {
  const year = isNewYear ? ` ${yearOf(timeMs)}` : '';
  switch (unit) {
    case 'day':
    case 'week':
      return `${dayAndMonth.format(timeMs)}${year}`;
    case 'month':
      return `${(monthsAreLong ? month : shortMonth).format(timeMs)}${year}`;
    case 'quarter':
      return `Q${quarterOf(timeMs)}${year}`;
    case 'year':
      return String(yearOf(timeMs));
  }
}

/** Those periods for whose names there is room, from left to right, each name within the width. */
export function dateTicks(periods: readonly Period[], unit: TrendUnit, width: number): DateTick[] {
  const long = ticksWith(periods, unit, width, true);
  if (unit !== 'month' || long.length === periods.length) return long;
  const short = ticksWith(periods, unit, width, false);
  return short.length > long.length || width / Math.max(1, periods.length) <= 84 ? short : long;
}

function ticksWith(
  periods: readonly Period[],
  unit: TrendUnit,
  width: number,
  monthsAreLong: boolean,
): DateTick[] {
  const ticks = periods.map((period, index): DateTick => {
    const before = periods[index - 1];
    const isNewYear = before === undefined || yearOf(before.timeMs) !== yearOf(period.timeMs);
    const text = tickText(period.timeMs, unit, isNewYear, monthsAreLong);
    const half = Math.max(textWidth(text, 13), textWidth(countText(period.rows), 13)) / 2;
    return { ...period, text, x: Math.min(width - half, Math.max(half, period.x)) };
  });
  // The one with the year tells what the others are of, and the last one has a figure to which it belongs.
  const dated = ticks.filter(({ text }) => /\d{4}$/.test(text));
  const important = [...new Set([...dated, ...ticks.slice(-1), ...ticks])];
  // Its count stands below it, and may be the wider of the two.
  const rooms = important.map((tick) => {
    const count = countText(tick.rows);
    return {
      tick,
      x: tick.x,
      y: 0,
      text: textWidth(count, 13) > textWidth(tick.text, 13) ? count : tick.text,
    };
  });
  return roomyLabels(rooms)
    .map(({ tick }) => tick)
    .toSorted((a, b) => a.timeMs - b.timeMs);
}
