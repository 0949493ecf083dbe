/** Telephone numbers by the numbering plans of all countries: some 100 KB, so that who needs it loads it late. */
import { findPhoneNumbersInText } from 'libphonenumber-js/min';
import type { Span } from '../contracts/analysis.ts';

/**
 * Where the library is to look at all: it is thorough, and slow where there is nothing to find. Behind a comma it would take
 * the beginning of another number for an extension.
 */
const candidatePattern = /[+\uFF0B](?:[^\p{Nd}+\uFF0B\n,;]{0,4}\p{Nd}){6,30}/gu;

/** Those written with a plus and their country; offsets are UTF-16 units. */
export function findPhoneNumbers(text: string): Span[] {
  return [...text.matchAll(candidatePattern)].flatMap((match) =>
    findPhoneNumbersInText(match[0]).map(({ startsAt, endsAt }) => ({
      start: match.index + startsAt,
      end: match.index + endsAt,
    })),
  );
}
