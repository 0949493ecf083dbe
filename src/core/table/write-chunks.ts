/** Text as bytes, a good deal of them at a time. */
const chunkCharacters = 65_536;

/** The pieces joined and encoded as UTF-8; no more than one chunk is held. */
export async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let held: string[] = [];
  let heldCharacters = 0;
  for await (const piece of pieces) {
    held.push(piece);
    heldCharacters += piece.length;
    if (heldCharacters < chunkCharacters) continue;
    yield encoder.encode(held.join(''));
    held = [];
    heldCharacters = 0;
  }
  if (held.length > 0) yield encoder.encode(held.join(''));
}
