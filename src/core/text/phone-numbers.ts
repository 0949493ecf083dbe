/** Telephone numbers by the numbering plans of all countries: some 100 KB, so that who needs it loads it late. */
import { findPhoneNumbersInText } from 'libphonenumber-js/min';
import type { Span } from '../contracts/analysis.ts';

/** Those written with a plus and their country; offsets are UTF-16 units. */
export function findPhoneNumbers(text: string): Span[] {
  if (!text.includes('+') && !text.includes('\uFF0B')) return [];
  return findPhoneNumbersInText(text).map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt }));
}
