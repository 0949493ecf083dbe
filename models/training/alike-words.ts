/**
 * Words that must not sway a verdict: given names, nationalities, and what differs only by gender. The model has one
 * entry of its word table for each group of them, so that it cannot tell the words of a group apart.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const words = z.array(z.string().check(z.regex(/^[a-z]+$/)));
const alikeFile = z.strictObject({
  /** Of people of today, from all over the world; none that is also an ordinary word. */
  names: words,
  nationalities: words,
  /** Groups of words that say the same of women and of men. */
  genders: z.array(words),
});

/** The groups; no word is in two. */
export function readAlikeWords(): string[][] {
  const file = readFileSync(new URL('alike-words.json', import.meta.url), 'utf8');
  const { names, nationalities, genders } = alikeFile.parse(JSON.parse(file));
  return [names, nationalities, ...genders];
}

/**
 * For each piece of a vocabulary the id that stands for it: its own, or that of the first piece of its group.
 *
 * @param pieces the vocabulary by id
 * @param groups words to be told apart no longer; those that are no piece are left out
 */
export function standIns(pieces: readonly string[], groups: readonly (readonly string[])[]): Uint16Array {
  const idOfPiece = new Map(pieces.map((piece, id) => [piece, id]));
  const ids = Uint16Array.from(pieces.keys());
  for (const group of groups) {
    const own = group.map((word) => idOfPiece.get(word)).filter((id) => id !== undefined);
    for (const id of own) ids[id] = own[0] ?? id;
  }
  return ids;
}
