/** The files of own models in the origin's private file system: a folder for each model, by its id. */
import { ownModelsFolder } from '#core/contracts/own-model';
import { UndertoneError } from '#core/contracts/errors';

/** A file that is being written, from its beginning on. */
export interface FileSink {
  /** @throws UndertoneError `storage-unavailable` when there is no room left */
  write(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface KeptFolder {
  create(name: string): Promise<FileSink>;
  /** Undefined where there is no such file. */
  read(name: string): Promise<Blob | undefined>;
  /** Removes the folder with all that is in it. */
  remove(): Promise<void>;
}

/** @returns null where the browser keeps no files */
export async function openKeptFolder(id: string): Promise<KeptFolder | null> {
  try {
    const root = await navigator.storage.getDirectory();
    const all = await root.getDirectoryHandle(ownModelsFolder, { create: true });
    const own = await all.getDirectoryHandle(id, { create: true });
    return {
      async create(name) {
        const access = await (await own.getFileHandle(name, { create: true })).createSyncAccessHandle();
        return sinkOf(access);
      },
      async read(name) {
        try {
          return await (await own.getFileHandle(name)).getFile();
        } catch {
          return undefined;
        }
      },
      async remove() {
        await all.removeEntry(id, { recursive: true }).catch(() => undefined);
      },
    };
  } catch {
    return null;
  }
}

function sinkOf(access: FileSystemSyncAccessHandle): FileSink {
  let at = 0;
  return {
    write(bytes) {
      try {
        const count = access.write(bytes, { at });
        if (count < bytes.length) throw new DOMException('No room left.', 'QuotaExceededError');
        at += count;
      } catch (cause) {
        throw new UndertoneError('storage-unavailable', {}, { cause });
      }
    },
    close() {
      access.flush();
      access.close();
    },
  };
}
