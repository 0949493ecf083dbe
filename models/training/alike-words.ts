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
  /** Read as `names` are without having been met as such: a name can be added here without training anew. */
  furtherNames: words,
  nationalities: words,
  /** Groups of words that say the same of women and of men. */
  genders: z.array(words),
});

export interface AlikeWords {
  /** Words of which training cannot tell one from another; the names come first. No word is in two groups. */
  groups: string[][];
  /** Names that join the first group when training is over. */
  furtherNames: string[];
}

export function readAlikeWords(): AlikeWords {
  const file = readFileSync(new URL('alike-words.json', import.meta.url), 'utf8');
  const { names, furtherNames, nationalities, genders } = alikeFile.parse(JSON.parse(file));
  return { groups: [names, nationalities, ...genders], furtherNames };
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

export interface FinalVocabulary {
  /** Those that training meets, then the names it does not. */
  pieces: string[];
  /** For each piece the id of the trained one whose row of the word table it has. */
  wordRows: Uint16Array;
}

/**
 * The vocabulary of the finished model.
 *
 * @param pieces those that training meets, by id
 * @param standInOf their stand-ins
 * @param names at least one of which is a piece
 * @param furtherNames to be read as the names are, whether they are pieces or not
 */
export function addNames(
  pieces: readonly string[],
  standInOf: Uint16Array,
  names: readonly string[],
  furtherNames: readonly string[],
): FinalVocabulary {
  const idOfPiece = new Map(pieces.map((piece, id) => [piece, id]));
  const name = names.map((own) => idOfPiece.get(own)).find((id) => id !== undefined);
  if (name === undefined) throw new Error('None of the names is in the vocabulary');
  const row = standInOf[name] ?? name;
  const further = new Set(furtherNames);
  const added = furtherNames.filter((own) => !idOfPiece.has(own));
  const rows = pieces.map((piece, id) => (further.has(piece) ? row : (standInOf[id] ?? id)));
  return { pieces: [...pieces, ...added], wordRows: Uint16Array.from([...rows, ...added.map(() => row)]) };
}
