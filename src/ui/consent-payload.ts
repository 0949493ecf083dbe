/** The body of a request, letter for letter, with what is masked in it beside what stands in its place. */
import type { PersonalData, PersonalDataKind } from '#core/text/mask';

export interface PayloadPiece {
  /** Where it begins in all texts of the body, in UTF-16 units; no other piece of its kind begins there. */
  at: number;
  /** As it is sent. */
  sent: string;
  /** What stays here; null where nothing is masked. */
  kept: string | null;
}

/** One text of a body, and what is masked in it, in its order. */
export interface PayloadText {
  text: string;
  found: readonly PersonalData[];
}

/**
 * @param blank the body with an empty text in the place of each, and no other empty word in it
 * @param texts those of the body, in its order
 */
export function payloadPieces(blank: object, texts: readonly PayloadText[]): PayloadPiece[] {
  const frames = JSON.stringify(blank).split('""');
  const pieces: PayloadPiece[] = [];
  let base = 0;
  for (const [place, { text, found }] of texts.entries()) {
    pieces.push({ at: base, sent: `${frames[place] ?? ''}"`, kept: null });
    let from = 0;
    for (const { start, end, word } of found) {
      pieces.push({ at: base + from, sent: inQuotes(text.slice(from, start)), kept: null });
      pieces.push({ at: base + start, sent: inQuotes(word), kept: inQuotes(text.slice(start, end)) });
      from = end;
    }
    pieces.push({ at: base + from, sent: `${inQuotes(text.slice(from))}"`, kept: null });
    base += text.length;
  }
  return [...pieces, { at: base, sent: frames.at(-1) ?? '', kept: null }];
}

/** How many there are of each kind, in the order in which they first appear. */
export function countByKind(found: readonly PersonalData[]): Map<PersonalDataKind, number> {
  const counts = new Map<PersonalDataKind, number>();
  for (const { kind } of found) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** As it stands within the quotes of a JSON string. */
function inQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
