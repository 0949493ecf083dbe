/** Personal data that is taken out of what the command line writes. */
import { maskText } from '#core/text/mask';
import { findPhoneNumbers } from '#core/text/phone-numbers';

/** Puts `[email]` in place of a mail address, and the like. */
export function mask(text: string): string {
  return maskText(text, findPhoneNumbers);
}
