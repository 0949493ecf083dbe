/** Ratings as people write them. */
import type { Cell } from '../contracts/table.ts';

const number = String.raw`[+-]?\d{1,3}(?:[.,]\d{1,2})?`;
const ratingPattern = new RegExp(
  String.raw`^(${number})\s*(?:(?:\/|out of|of)\s*\d{1,3}|stars?|points?|pts?|\*|★|⭐\uFE0F?|%)?$`,
  'iu',
);
const starsPattern = /^(?:[★⭐]\uFE0F?\s*)+(?:[☆✩]\s*)*$|^(?:[☆✩]\s*)+$/u;
const words: readonly string[] = ['zero', 'one', 'two', 'three', 'four', 'five'];
const wordPattern = /^(zero|one|two|three|four|five)(?:\s+stars?)?$/i;

/** `4`, `4.0`, `4,5`, `4/5`, `4 out of 5`, `4 stars`, `four stars`, `★★★★☆` as a number, anything else as null. */
export function readRating(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return cell;
  if (typeof cell !== 'string') return null;
  const text = cell.trim();
  const digits = ratingPattern.exec(text)?.[1];
  if (digits !== undefined) return Number(digits.replace(',', '.'));
  if (starsPattern.test(text)) return text.match(/[★⭐]/gu)?.length ?? 0;
  const word = wordPattern.exec(text)?.[1];
  return word === undefined ? null : words.indexOf(word.toLowerCase());
}
