/**
 * Words of a file as they may go to a terminal: what is not written but steers it (colours, its title, the direction of
 * writing) would let a file that somebody was sent change what is seen (CWE-150).
 */

/** Control characters but line ends, marks of direction, and what counts as a line end elsewhere. */
const steering = /(?!\n)[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

/** The text with U+FFFD for all that steers; its line ends stay. */
export function printable(text: string): string {
  return text.replace(steering, '\uFFFD');
}

/** The same for what belongs into a line, such as the name of a column. */
export function printableName(name: string): string {
  return printable(name.replaceAll(/\s+/g, ' '));
}
