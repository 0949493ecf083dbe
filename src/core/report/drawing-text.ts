/** How much room a text takes in a drawing, guessed without a font at hand and rather too much than too little. */

/** Widths in em of a plain sans serif, for characters that differ much from the usual one. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[ijlI.,:;'|!’·\u00A0 ]/u, 0.29],
  [/[frt()[\]/\\"“”*-]/u, 0.39],
  [/[mwMW%@—…]/u, 0.9],
  [/[A-Z<>=+&]/u, 0.7],
  [/[\p{Ll}\p{Nd}–−?_$#]/u, 0.58],
  [/\p{M}/u, 0],
];
const widestEm = 1.05;

function widthOf(character: string): number {
  return widths.find(([pattern]) => pattern.test(character))?.[1] ?? widestEm;
}

/** The width in pixels that a text is given room for. */
export function textWidth(text: string, sizePx: number): number {
  let em = 0;
  for (const character of text) em += widthOf(character);
  return em * sizePx;
}

// Controls, and the marks that would turn the direction of what follows them.
const unprintable = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFFFE\uFFFF]+/gu;

/** A text from a file as one line that can be drawn and written down anywhere. */
export function plainLine(text: string): string {
  return text.replaceAll(unprintable, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** The beginning of a text that takes at most `room` pixels, with an ellipsis where that is not all of it. */
export function fittedText(text: string, room: number, sizePx: number): string {
  const line = plainLine(text);
  if (textWidth(line, sizePx) <= room) return line;
  let width = textWidth('…', sizePx);
  let kept = '';
  for (const character of line) {
    width += widthOf(character) * sizePx;
    if (width > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** The words of a text in lines of at most `room` pixels; a single longer word is cut. */
export function wrappedText(text: string, room: number, sizePx: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of plainLine(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, sizePx) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((whole) => fittedText(whole, room, sizePx));
}
