/** Days out of what columns of dates hold. */
import type { Cell, ColumnRoles, DateOrder } from '../contracts/table.ts';
import { cellText } from './text-of.ts';

export interface DateOrderGuess {
  /** Every cell of the column tells more. */
  add(cell: Cell | undefined): void;
  /** By the cells so far: month first where none of them tells, as the slash is used most. */
  readonly order: DateOrder;
  /** Whether a cell can be read both ways, so that the order matters. */
  readonly matters: boolean;
}

/**
 * Told by numbers above 12, and where there are none by which of the two places changes the most.
 *
 * @param given what the person says, which no cell changes
 */
export function createDateOrderGuess(given?: DateOrder): DateOrderGuess {
  let matters = false;
  let dayFirst = 0;
  let monthFirst = 0;
  const firsts = new Set<number>();
  const seconds = new Set<number>();
  return {
    add(cell) {
      if (typeof cell !== 'string') return;
      const [, first = '', , second = ''] = slashed.exec(cell.trim()) ?? [];
      if (first === '') return;
      firsts.add(Number(first));
      seconds.add(Number(second));
      matters ||= Number(first) <= 12 && Number(second) <= 12 && first !== second;
      if (Number(first) > 12) dayFirst += 1;
      if (Number(second) > 12) monthFirst += 1;
    },
    get matters() {
      return matters;
    },
    get order() {
      if (given !== undefined) return given;
      if (dayFirst !== monthFirst) return dayFirst > monthFirst ? 'day-first' : 'month-first';
      return firsts.size > seconds.size ? 'day-first' : 'month-first';
    },
  };
}

/** The roles of a file that was read: with the order that its dates were read in, where that mattered. */
export function rolesAsRead(
  { text, date, group, rating }: ColumnRoles,
  guess: Pick<DateOrderGuess, 'order' | 'matters'> | null,
): ColumnRoles {
  const roles = { text, date, group, rating };
  return guess?.matters === true ? { ...roles, dateOrder: guess.order } : roles;
}

const zone = String.raw`(?:Z|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|[A-Z]{3,4})(?:\s*\([^)]*\))?`;
const clock = String.raw`\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?`;
const time = String.raw`(?:(?:T|,?\s+)${clock}\s*(?:[ap]\.?m\.?)?\s*(?:${zone})?)?`;
const monthName = String.raw`(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const weekday = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`;

function pattern(source: string): RegExp {
  return new RegExp(`^${source}$`, 'i');
}

const yearFirst = pattern(String.raw`(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${time}`);
const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$/i;
const yearAndMonth = pattern(String.raw`(\d{4})[-/](\d{1,2})`);
const dotted = pattern(String.raw`(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})${time}`);
const slashed = pattern(String.raw`(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})${time}`);
const dayMonthName = pattern(
  String.raw`${weekday}(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?${monthName}[\s,-]+(\d{4}|\d{2})${time}`,
);
const monthNameDay = pattern(
  String.raw`${weekday}${monthName}\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${time}`,
);
/** As Unix writes it, and those who keep posts: `Mon Apr 06 22:19:45 PDT 2009`. */
const yearLast = pattern(String.raw`${weekday}${monthName}\s+(\d{1,2})\s+${clock}\s+(?:${zone}\s+)?(\d{4})`);
const monthNameYear = pattern(String.raw`${monthName}[\s,-]+(\d{4})`);
/** Of the longest that is written: with the name of its zone in words. */
const maxCharacters = 100;
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Since 1970, as programs count: in seconds from 2001 to 2096, or in as many thousandths. */
const counted = /^([1-3]\d{9})(?:\d{3})?(?:\.\d+)?$/;

/** Whether a cell may be a time as programs count it; what the column is called has to say that it is one. */
export function isCountedTime(cell: Cell | undefined): boolean {
  return counted.test(cellText(cell).trim());
}

/**
 * The day in a cell, ISO 8601 (`2024-03-05`), as it is written there: a time and its zone change nothing. The first of
 * the month where there is no day, the day in Greenwich of a time in seconds or thousandths since 1970. Null for what is
 * no date, bare years and other numbers among it.
 *
 * @param order of `3/5/2024`; `5.3.2024` always has the day first
 */
export function readDate(cell: Cell | undefined, order: DateOrder): string | null {
  if (typeof cell !== 'string' && typeof cell !== 'number') return null;
  const text = String(cell).trim();
  if (text.length > maxCharacters) return null;
  const seconds = counted.exec(text)?.[1];
  if (seconds !== undefined) return new Date(Number(seconds) * 1_000).toISOString().slice(0, 10);
  if (typeof cell === 'number') return null;
  let match = yearFirst.exec(text);
  if (match) return isoDay(match[1], match[3], match[4]);
  match = compact.exec(text);
  if (match) return isoDay(match[1], match[2], match[3]);
  match = yearAndMonth.exec(text);
  if (match) return isoDay(match[1], match[2], '1');
  match = dotted.exec(text);
  if (match) return isoDay(match[3], match[2], match[1]);
  match = slashed.exec(text);
  if (match) return bySlash(match, order);
  return byMonthName(text);
}

/** A date that the order makes impossible is read in the other one: what else could it be. */
function bySlash([, first, , second, year]: RegExpExecArray, order: DateOrder): string | null {
  const dayFirst = isoDay(year, second, first);
  const monthFirst = isoDay(year, first, second);
  return order === 'day-first' ? (dayFirst ?? monthFirst) : (monthFirst ?? dayFirst);
}

function byMonthName(text: string): string | null {
  let match = dayMonthName.exec(text);
  if (match) return isoDay(match[3], monthNumber(match[2]), match[1]);
  match = monthNameDay.exec(text) ?? yearLast.exec(text);
  if (match) return isoDay(match[3], monthNumber(match[1]), match[2]);
  match = monthNameYear.exec(text);
  return match ? isoDay(match[2], monthNumber(match[1]), '1') : null;
}

function monthNumber(name = ''): string {
  return String(monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}

/** Null for a day that no calendar has. Years of two digits are those from 1970 to 2069. */
function isoDay(year = '', month = '', day = ''): string | null {
  const fullYear = year.length === 2 ? Number(year) + (Number(year) < 70 ? 2000 : 1900) : Number(year);
  const date = new Date(Date.UTC(fullYear, Number(month) - 1, Number(day)));
  const isReal =
    fullYear >= 1000 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isReal ? date.toISOString().slice(0, 10) : null;
}
