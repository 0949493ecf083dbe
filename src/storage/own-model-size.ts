/** How much is kept of the person's own models. */
import { openOwnModels, ownCandidateKey, ownModelKey } from './own-model.ts';

/** How many files of own models are kept, and how large they are together with what is remembered of them. */
export async function measureOwnModel(): Promise<{ count: number; sizeBytes: number }> {
  const size = { count: 0, sizeBytes: new TextEncoder().encode(remembered()).length };
  const folder = await openOwnModels();
  if (folder === null) return size;
  for await (const model of folder.values()) {
    if (!(model instanceof FileSystemDirectoryHandle)) continue;
    for await (const entry of model.values()) {
      if (!(entry instanceof FileSystemFileHandle)) continue;
      size.count += 1;
      size.sizeBytes += (await entry.getFile()).size;
    }
  }
  return size;
}

/** As it stands in the store, even if it is of no use any more; empty when nothing is remembered. */
function remembered(): string {
  try {
    return [ownModelKey, ownCandidateKey].map((key) => localStorage.getItem(key) ?? '').join('');
  } catch {
    return '';
  }
}
