/** Figures in drawings and reports, as they stand everywhere in the app. */
import { verdictLabels } from '../contracts/analysis.ts';
import type { VerdictLabel } from '../contracts/analysis.ts';
import type { Share } from '../contracts/report.ts';
import { wholeParts } from '../score/whole-percents.ts';

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
  return percentText(Math.round(share * 100), share);
}

function percentText(percent: number, share: number): string {
  if (percent === 0 && share > 0) return `<${space}1${space}%`;
  if (percent === 100 && share < 1) return `>${space}99${space}%`;
  return `${percent}${space}%`;
}

/** The parts of a whole as "18 %" and so on, which add up to 100. */
export function shareTexts(shares: readonly number[]): string[] {
  return wholeParts(shares).map((percent, place) => percentText(percent, shares[place] ?? 0));
}

/**
 * The shares of the labels of the same rows, as `shareTexts` has them: the same wherever they are told.
 *
 * @param shareOf a label's, 0 to 1
 */
export function labelTexts(shareOf: (label: VerdictLabel) => number): (label: VerdictLabel) => string {
  const texts = shareTexts(verdictLabels.map(shareOf));
  return (label) => texts[verdictLabels.indexOf(label)] ?? '';
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
