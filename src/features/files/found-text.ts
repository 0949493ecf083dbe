/** A text cut so that what was searched for is in sight, in pieces that hold it or do not. */

export interface TextPiece {
  /** Where it stands in what is shown. */
  start: number;
  text: string;
  isFound: boolean;
}

/** What stands before the first hit is let go beyond so many characters, back to the beginning of a word. */
const mostBefore = 32;

/**
 * @param search words of which each has to be in the text, whatever their case
 * @param most characters in all
 */
export function foundText(text: string, search: string, most: number): TextPiece[] {
  const words = search.split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0) return [{ start: 0, text: text.slice(0, most), isFound: false }];
  // The longer ones first, since a shorter one may be how they begin.
  const either = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`))
    .join('|');
  const hits = new RegExp(`(${either})`, 'giu');
  const from = startOf(text, text.search(hits));
  const cut = `${from > 0 ? '…' : ''}${text.slice(from, from + most)}`;
  // Every second piece is a hit: `split` keeps what the group holds.
  let start = 0;
  const pieces = cut.split(hits).map((piece, place): TextPiece => {
    start += piece.length;
    return { start: start - piece.length, text: piece, isFound: place % 2 === 1 };
  });
  return pieces.filter((piece) => piece.text !== '');
}

function startOf(text: string, hit: number): number {
  if (hit <= mostBefore) return 0;
  const space = text.slice(hit - mostBefore, hit).search(/\s/u);
  return space === -1 ? hit : hit - mostBefore + space + 1;
}
