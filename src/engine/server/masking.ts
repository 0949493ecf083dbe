/** Masks what is sent. It brings the numbering plans of all countries along, and so comes late. */
import { maskWithPlaces } from '#core/text/masked-text';
import type { MaskedText } from '#core/text/masked-text';
import { findPhoneNumbers } from '#core/text/phone-numbers';

/** What the server gets in place of a text, and the way back from its answer. */
export function maskForServer(text: string): MaskedText {
  return maskWithPlaces(text, findPhoneNumbers);
}
