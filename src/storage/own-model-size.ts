/** How much is kept of the person's own models. */
import { openOwnModels, rememberedOwnModels } from './own-model.ts';

/** How many files of own models are kept, and how large they are together with what is remembered of them. */
export async function measureOwnModel(): Promise<{ count: number; sizeBytes: number }> {
  const size = { count: 0, sizeBytes: new TextEncoder().encode(rememberedOwnModels()).length };
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
