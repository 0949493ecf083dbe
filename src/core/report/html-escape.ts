/** Texts from people inside markup. */

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Characters that XML has no way to write down, and halves of pairs.
const unwritable = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\uFFFE\uFFFF]|\p{Cs}/gu;

/** Text for between tags or quotes, in HTML as in XML. */
export function escaped(text: string): string {
  return text
    .replaceAll(unwritable, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
