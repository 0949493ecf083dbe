/** Texts that any model has something to say about. */

export const stay =
  'The room was lovely and quiet. Breakfast was cold and the waiter was rude. Check-out is at eleven.';

export const french =
  'La chambre était propre mais le petit déjeuner était froid et personne à la réception ne semblait s’en soucier.';

/** A text of at least `characters`, in sentences that all differ, so that none has been read before. */
export function longText(characters: number): string {
  const rooms = ['lovely and quiet', 'cold and dark', 'as described', 'clean but small', 'loud at night'];
  const sentences: string[] = [];
  for (let length = 0, night = 1; length < characters; night += 1) {
    const sentence = `On night ${night} the room was ${rooms[night % rooms.length]}, and guest ${night * 7} said so.`;
    sentences.push(sentence);
    length += sentence.length + 1;
  }
  return sentences.join(' ');
}
