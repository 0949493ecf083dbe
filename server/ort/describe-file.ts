/** What a manifest says of a file. */
import { createHash } from 'node:crypto';
import { chunkBytes, type FetchedFile } from '#core/contracts/manifest';

/** Size, hash and chunk hashes of a file's content. */
export function describeFile(name: string, content: Uint8Array): FetchedFile {
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const chunks = Math.ceil(content.length / chunkBytes);
  return {
    name,
    sizeBytes: content.length,
    sha256: sha256(content),
    chunkSha256s: Array.from({ length: chunks }, (_, i) =>
      sha256(content.subarray(i * chunkBytes, (i + 1) * chunkBytes)),
    ),
  };
}
