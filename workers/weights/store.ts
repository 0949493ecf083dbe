/** Keeps model files in the origin's private file system: whole ones under their names, and what has come of others. */

/** A file on its way. Only one worker at a time has it; closing it leaves what has come for the next visit. */
export interface PartialFile {
  /** What has come so far, unchecked. */
  read(): Uint8Array<ArrayBuffer>;
  /** Keeps bytes at their place. When there is no room, nothing more is kept, and `commit` will say so. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): void;
  /**
   * Gives the file its name; the last thing to be done with it.
   *
   * @throws DOMException when a part of it could not be kept
   */
  commit(): Promise<void>;
  /** Removes it, where what it held is kept in another form; the last thing to be done with it. */
  discard(): Promise<void>;
  close(): void;
}

export interface WeightStore {
  /** The bytes kept under `name`, unchecked; null when there are none. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Keeps a small file as a whole. */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /**
   * The file of this name on its way, one that no other worker has; null where nothing can be kept. Whichever is whole
   * first gets the name.
   */
  openPart(name: string, sizeBytes: number): Promise<PartialFile | null>;
  /** How much of the file of this name has come in earlier visits. */
  arrivedBytes(name: string): Promise<number>;
  /** Whether a whole file of this size is kept under `name`. */
  has(name: string, sizeBytes: number): Promise<boolean>;
  remove(name: string): Promise<void>;
  /** Removes everything but `names`, and what has come of those that are not whole yet. */
  keepOnly(names: readonly string[]): Promise<void>;
}

/** Of a file on its way; a tab that is frozen may hold one for long, so that there is more than one to take. */
const partEndings = ['.part', '.2.part', '.3.part'];

/**
 * Opens the place where the files of one model are kept.
 *
 * @returns null where the browser refuses to keep files (private windows, old browsers, insecure origins)
 */
export async function openWeightStore(modelId: string): Promise<WeightStore | null> {
  try {
    const root = await navigator.storage.getDirectory();
    const models = await root.getDirectoryHandle('models', { create: true });
    return createStore(await models.getDirectoryHandle(modelId, { create: true }));
  } catch {
    return null;
  }
}

/** The models of which something may be kept. */
export async function keptModelIds(): Promise<string[]> {
  const ids: string[] = [];
  try {
    const root = await navigator.storage.getDirectory();
    const models = await root.getDirectoryHandle('models');
    for await (const [name, entry] of models.entries()) if (entry.kind === 'directory') ids.push(name);
  } catch {
    // Nothing is kept, or nothing can be.
  }
  return ids;
}

/** Removes all that is kept of a model, unless a worker holds some of it at this moment. */
export async function removeModel(id: string): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory();
    const models = await root.getDirectoryHandle('models');
    await models.removeEntry(id, { recursive: true });
  } catch {
    // The next visit tries again.
  }
}

function createStore(directory: FileSystemDirectoryHandle): WeightStore {
  return {
    async read(name) {
      const file = await fileOf(directory, name);
      return file === null ? null : new Uint8Array(await file.arrayBuffer());
    },

    async write(name, bytes) {
      const part = await this.openPart(name, 0);
      if (part === null) throw new DOMException('In use.', 'NoModificationAllowedError');
      try {
        part.write(bytes, 0);
        await part.commit();
      } finally {
        part.close();
      }
    },

    async openPart(name, sizeBytes) {
      for (const ending of partEndings) {
        try {
          const handle = await directory.getFileHandle(name + ending, { create: true });
          const access = await handle.createSyncAccessHandle();
          // Longer than the whole can only be damage.
          if (access.getSize() > sizeBytes) access.truncate(0);
          return createPart(directory, name, handle, access);
        } catch (thrown) {
          // In use by another worker; anything else would befall the next name as well.
          if (!(thrown instanceof DOMException && thrown.name === 'NoModificationAllowedError')) return null;
        }
      }
      return null;
    },

    async arrivedBytes(name) {
      try {
        return (await fileOf(directory, name + partEndings[0]))?.size ?? 0;
      } catch {
        return 0;
      }
    },

    async has(name, sizeBytes) {
      return (await fileOf(directory, name))?.size === sizeBytes;
    },

    async remove(name) {
      await ifFound(directory.removeEntry(name));
    },

    async keepOnly(names) {
      const wanted = new Set(names);
      const here = new Set<string>();
      for await (const name of directory.keys()) here.add(name);
      const stale = [...here].filter((name) => {
        const ending = partEndings.findLast((one) => name.endsWith(one));
        if (ending === undefined) return !wanted.has(name);
        const whole = name.slice(0, -ending.length);
        return !wanted.has(whole) || here.has(whole);
      });
      // A file that another worker holds at this moment cannot be removed, and should not be.
      await Promise.allSettled(stale.map((name) => directory.removeEntry(name)));
    },
  };
}

function createPart(
  directory: FileSystemDirectoryHandle,
  name: string,
  handle: FileSystemFileHandle,
  access: FileSystemSyncAccessHandle,
): PartialFile {
  let failure: Error | null = null;
  return {
    read() {
      const bytes = new Uint8Array(access.getSize());
      return bytes.subarray(0, access.read(bytes, { at: 0 }));
    },
    write(bytes, at) {
      if (failure !== null) return;
      try {
        const count = access.write(bytes, { at });
        if (count < bytes.length) throw new DOMException('No room left.', 'QuotaExceededError');
      } catch (thrown) {
        failure = thrown instanceof Error ? thrown : new Error(String(thrown));
      }
    },
    async commit() {
      if (failure !== null) throw failure;
      access.flush();
      if (isMovable(handle)) {
        access.close();
        await handle.move(name);
      } else {
        const bytes = this.read();
        access.close();
        await copy(await directory.getFileHandle(name, { create: true }), bytes);
        await directory.removeEntry(handle.name);
      }
    },
    async discard() {
      access.close();
      await ifFound(directory.removeEntry(handle.name));
    },
    close() {
      access.close();
    },
  };
}

/** Where files cannot be renamed. A copy that breaks off is found out by its hash at the next visit. */
async function copy(handle: FileSystemFileHandle, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const access = await handle.createSyncAccessHandle();
  try {
    access.truncate(0);
    access.write(bytes, { at: 0 });
    access.flush();
  } finally {
    access.close();
  }
}

async function fileOf(directory: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  const handle = await ifFound(directory.getFileHandle(name));
  return handle === null ? null : handle.getFile();
}

async function ifFound<Value>(pending: Promise<Value>): Promise<Value | null> {
  try {
    return await pending;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return null;
    throw thrown;
  }
}

/** `move` is in every current browser, but not yet in the standard's types. */
interface MovableHandle {
  move(name: string): Promise<void>;
}

function isMovable(handle: object): handle is MovableHandle {
  return 'move' in handle && typeof handle.move === 'function';
}
