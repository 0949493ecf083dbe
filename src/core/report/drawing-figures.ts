/** Figures in drawings and reports, as they stand everywhere in the app. */
import type { Share } from '../contracts/report.ts';

const locale = 'en';
const space = '\u00A0';
const integers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const plurals = new Intl.PluralRules(locale);
const conjunction = new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' });

/** "1,024". */
export function countText(count: number): string {
  return integers.format(count);
}

/** "1 row", "1,024 rows". */
export function pluralText(count: number, one: string, other: string): string {
  return `${countText(count)} ${plurals.select(count) === 'one' ? one : other}`;
}

/** "84 %", from 0 to 1. What is there is never called none, nor what is not all called all. */
export function shareText(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) return `<${space}1${space}%`;
  if (percent === 100 && share < 1) return `>${space}99${space}%`;
  return `${percent}${space}%`;
}

/** "82–86 %". */
export function intervalText({ low, high }: Pick<Share, 'low' | 'high'>): string {
  return `${Math.round(low * 100)}–${Math.round(high * 100)}${space}%`;
}

/** "a, b and c". */
export function listText(items: readonly string[]): string {
  return conjunction.format(items);
}

/** "3 March 2024, 14:05", in UTC, so that it reads the same wherever it is made. */
export function momentText(timeMs: number): string {
  return `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(timeMs)} UTC`;
}
