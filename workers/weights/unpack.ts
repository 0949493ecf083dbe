/** Unpacks what came packed. */

/**
 * @param packed in the format of gzip, its hash already checked
 * @throws TypeError when it is not in that format
 */
export async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
