/** Names for analyses. */

const idBytes = 10;

/** A name that no other analysis has. */
export function createAnalysisId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(idBytes));
  return `an_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
