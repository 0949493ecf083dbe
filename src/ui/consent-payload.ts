/** The body of a request, letter for letter, with what is masked in it beside what stands in its place. */
import type { AnalyzeRequest } from '#core/contracts/analysis';
import type { PersonalData, PersonalDataKind } from '#core/text/mask';

export interface PayloadPiece {
  /** Where it begins in the text, in UTF-16 units; no other piece of its kind begins there. */
  at: number;
  /** As it is sent. */
  sent: string;
  /** What stays here; null where nothing is masked. */
  kept: string | null;
}

/** @param found what is masked in the text, in its order */
export function payloadPieces(request: AnalyzeRequest, found: readonly PersonalData[]): PayloadPiece[] {
  const { text } = request;
  const frame = JSON.stringify({ ...request, text: '' });
  const textAt = frame.indexOf('""') + 1;
  const pieces: PayloadPiece[] = [];
  let from = 0;
  for (const { start, end, word } of found) {
    pieces.push({ at: from, sent: inQuotes(text.slice(from, start)), kept: null });
    pieces.push({ at: start, sent: inQuotes(word), kept: inQuotes(text.slice(start, end)) });
    from = end;
  }
  return [
    { at: 0, sent: frame.slice(0, textAt), kept: null },
    ...pieces,
    { at: from, sent: inQuotes(text.slice(from)) + frame.slice(textAt), kept: null },
  ];
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
