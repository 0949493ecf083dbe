/** Addresses, names and long numbers, as the normaliser finds them and whoever masks personal data. */

// What joins a name or an address on both of its sides: each of the patterns leaves alone what the others would take.
const word = String.raw`\p{L}\p{M}\p{N}_`;
// A name may hold apostrophes; one before it is a quotation mark.
export const emailPattern = new RegExp(
  String.raw`(?<![${word}.+-]['\u2019]?|\[email\])[${word}.+-]+(?:['\u2019][${word}.+-]+)*@[${word}-]+(?:\.[${word}-]+)*\.\p{L}{2,}(?![${word}-])`,
  'gu',
);
export const webAddressPattern = /(?<![\w@])(?:https?:\/\/|www\.)[^\s<>"]*[^\s<>".,;:!?)\]}']/giu;
export const mentionPattern = new RegExp(String.raw`(?<![${word}@.])@[${word}]+`, 'gu');
// Seven digits or more in one piece, or a telephone or account number in groups of ten digits or more; not the hours
// of a date, nor a heart with many a three.
export const numberPattern = new RegExp(
  String.raw`(?<![${word}.@]|(?<!@[${word}]*)\d:|<\/?(?=3))(?:\+?\d{7,}|(?:\+\d{1,3}[ .-]?)?\(?\d{2,6}\)?(?:[ .-]\(?\d{2,6}\)?)+)(?!\w|:\d)`,
  'gu',
);
const leastGroupedDigits = 10;

/** A group of digits is masked when it is long enough to be a number of somebody, not a date, score or price. */
export function maskNumber([digits]: RegExpExecArray): string | null {
  const groups = digits.match(/\d+/g) ?? [];
  if (groups.length === 1) return '[number]';
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  const isTelling = /[+(]/.test(digits) || groups.some((group) => group.length > 2);
  return isTelling && count >= leastGroupedDigits ? '[number]' : null;
}
