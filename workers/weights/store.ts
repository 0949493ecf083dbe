/** Keeps verified model files in the origin's private file system. */

export interface WeightStore {
  /** The bytes kept under `name`, unchecked; null when there are none. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Keeps `bytes` under `name`; a write that breaks off leaves nothing under that name. */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(name: string): Promise<void>;
  /** Removes everything but `names`: other versions, and what broken-off writes left behind. */
  keepOnly(names: readonly string[]): Promise<void>;
}

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

function createStore(directory: FileSystemDirectoryHandle): WeightStore {
  return {
    async read(name) {
      const handle = await ifFound(directory.getFileHandle(name));
      if (handle === null) return null;
      const file = await handle.getFile();
      return new Uint8Array(await file.arrayBuffer());
    },

    async write(name, bytes) {
      // A name of its own for every attempt: another tab may be writing the same file.
      const handle = await directory.getFileHandle(`${name}.${crypto.randomUUID()}.part`, { create: true });
      await fill(handle, bytes);
      if (isMovable(handle)) {
        await handle.move(name);
      } else {
        // What breaks off here is found out by its hash at the next visit.
        await fill(await directory.getFileHandle(name, { create: true }), bytes);
        await directory.removeEntry(handle.name);
      }
    },

    async remove(name) {
      await ifFound(directory.removeEntry(name));
    },

    async keepOnly(names) {
      const stale: string[] = [];
      for await (const name of directory.keys()) if (!names.includes(name)) stale.push(name);
      // A file that another tab is writing at this moment cannot be removed, and should not be.
      await Promise.allSettled(stale.map((name) => directory.removeEntry(name)));
    },
  };
}

async function fill(handle: FileSystemFileHandle, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const access = await handle.createSyncAccessHandle();
  try {
    access.truncate(0);
    let written = 0;
    while (written < bytes.length) {
      const count = access.write(bytes.subarray(written), { at: written });
      if (count === 0) throw new DOMException('No room left.', 'QuotaExceededError');
      written += count;
    }
    access.flush();
  } finally {
    access.close();
  }
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
