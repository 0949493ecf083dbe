/** The file with the API keys: ids, names and hashes, never a key. */
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { scope } from '#core/contracts/service';
import { hasCode } from '../../has-code.ts';
import { makeFolder } from '../../make-folder.ts';

const keyEntry = z.strictObject({
  id: z.string().check(z.regex(/^[0-9a-f]{12}$/)),
  name: z.string(),
  /** SHA-256 of the key, in base64url. */
  hash: z.string().check(z.regex(/^[\w-]{43}$/)),
  scopes: z.array(scope),
  /** Null where the server's own limit holds. */
  tokensPerMinute: z.nullable(z.int().check(z.positive())),
  createdAt: z.iso.datetime(),
});
export type KeyEntry = z.infer<typeof keyEntry>;

const keyFile = z.strictObject({ keys: z.array(keyEntry) });

/** The file cannot be used; the message is for the person who runs the server. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/**
 * No file is no keys.
 *
 * @throws KeyFileError
 */
export async function readKeyFile(path: string): Promise<readonly KeyEntry[]> {
  const parsed = keyFile.safeParse(await contentOf(path));
  if (!parsed.success) throw new KeyFileError(`${path} is not a file of keys.`);
  return parsed.data.keys;
}

async function contentOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return { keys: [] };
    const fault = thrown instanceof SyntaxError ? 'is not a file of keys' : 'cannot be read';
    throw new KeyFileError(`${path} ${fault}.`, { cause: thrown });
  }
}

/**
 * Changes the file as a whole or not at all, for its owner's eyes only. The new file is the lock as well: of two at a time the
 * second is refused.
 *
 * @throws KeyFileError
 */
export async function changeKeyFile(
  path: string,
  change: (keys: readonly KeyEntry[]) => readonly KeyEntry[],
): Promise<void> {
  const newPath = `${path}.new`;
  try {
    makeFolder(dirname(path));
  } catch (cause) {
    throw new KeyFileError(`${dirname(path)} cannot be made.`, { cause });
  }
  const file = await open(newPath, 'wx', 0o600).catch((cause: unknown) => {
    const fault = hasCode(cause, 'EEXIST')
      ? 'is there: the keys are being changed. If nobody does, erase it'
      : 'cannot be written';
    throw new KeyFileError(`${newPath} ${fault}.`, { cause });
  });
  try {
    try {
      const keys = change(await readKeyFile(path));
      await file.writeFile(`${JSON.stringify({ keys }, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(newPath, path);
  } catch (thrown) {
    await rm(newPath, { force: true });
    throw thrown;
  }
}
