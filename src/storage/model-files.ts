/** The model's files in the origin's private file system, as the page sees them: how large they are, and gone on request. */
import { UndertoneError } from '#core/contracts/errors';

/** The folder in which the worker keeps a folder for each model. */
const folderName = 'models';
const mostAttempts = 20;
const pauseMs = 100;

export interface ModelFilesSize {
  count: number;
  sizeBytes: number;
}

async function openFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(folderName);
  } catch {
    return null;
  }
}

async function measureFolder(folder: FileSystemDirectoryHandle): Promise<ModelFilesSize> {
  const size: ModelFilesSize = { count: 0, sizeBytes: 0 };
  for await (const entry of folder.values()) {
    if (entry instanceof FileSystemFileHandle) {
      size.count += 1;
      size.sizeBytes += (await entry.getFile()).size;
    } else if (entry instanceof FileSystemDirectoryHandle) {
      const inner = await measureFolder(entry);
      size.count += inner.count;
      size.sizeBytes += inner.sizeBytes;
    }
  }
  return size;
}

/** How many files of models are kept, and how large they are; nothing where the browser keeps no files. */
export async function measureModelFiles(): Promise<ModelFilesSize> {
  const folder = await openFolder();
  return folder === null ? { count: 0, sizeBytes: 0 } : measureFolder(folder);
}

/**
 * Removes the files of all models. A reader that already runs goes on; the next visit fetches them again.
 *
 * @throws UndertoneError `storage-unavailable` when a file is in use or the browser refuses
 */
export async function eraseModelFiles(): Promise<void> {
  for (let attempt = 1; (await openFolder()) !== null; attempt += 1) {
    try {
      const root = await navigator.storage.getDirectory();
      await root.removeEntry(folderName, { recursive: true });
    } catch (cause) {
      // A worker that has just been ended holds its files a moment longer.
      if (attempt === mostAttempts) throw new UndertoneError('storage-unavailable', {}, { cause });
      await new Promise((resolve) => {
        setTimeout(resolve, pauseMs);
      });
    }
  }
}
