/** One secret, and what is derived from it: a key to seal what is kept, a key for digests that tell nothing. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../config.ts';
import { hasCode } from '../has-code.ts';

const secretFile = 'secret';
const othersMayRead = 0o044;
const keyBytes = 32;
/** In base64url. */
const secretCharacters = 43;
const ivBytes = 12;
const tagBytes = 16;

export interface Secrets {
  /**
   * Encrypts with AES-256-GCM (NIST SP 800-38D), 12 random bytes before each and the tag behind them.
   *
   * @param context what it belongs to, such as a job and a portion: it opens nowhere else
   */
  seal(plain: Uint8Array, context: string): Uint8Array;
  /** @throws Error where it was sealed with another secret, for another context, or changed */
  open(sealed: Uint8Array, context: string): Uint8Array;
  /** HMAC-SHA-256 in base64url, under a key of its own for each purpose. */
  digest(purpose: string, ...parts: readonly string[]): string;
}

/** @param secret anything with enough randomness in it */
export function createSecrets(secret: string): Secrets {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `undertone ${purpose}`, keyBytes));
  const sealing = derive('sealing');
  const digesting = new Map<string, Buffer>();

  return {
    seal(plain, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(context));
      return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, context) {
      const end = sealed.length - tagBytes;
      const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(0, ivBytes))
        .setAAD(Buffer.from(context))
        .setAuthTag(sealed.subarray(end));
      return Buffer.concat([decipher.update(sealed.subarray(ivBytes, end)), decipher.final()]);
    },
    digest(purpose, ...parts) {
      let key = digesting.get(purpose);
      if (key === undefined) digesting.set(purpose, (key = derive(`digest ${purpose}`)));
      const hmac = createHmac('sha256', key);
      // Each with its length before it, so that no two lists of parts are digested alike.
      for (const part of parts) hmac.update(`${part.length}:`).update(part);
      return hmac.digest('base64url');
    },
  };
}

/**
 * The secret of the data folder, made at the first start; for its owner's eyes only.
 *
 * @param dataDir a folder that is there
 * @param warn told a sentence for who runs the server where others may read the file, as copies of it often let them
 * @throws ConfigError where it can be neither read nor made, and where what lies there is no secret of ours: with less of
 *   it everybody could open what is sealed
 */
export async function keptSecret(
  dataDir: string,
  warn: (sentence: string) => void = (sentence) => void process.stderr.write(`${sentence}\n`),
): Promise<string> {
  const path = join(dataDir, secretFile);
  const secret = await readFile(path, 'utf8')
    .catch((thrown: unknown) => {
      if (hasCode(thrown, 'ENOENT')) return makeSecret(path);
      throw thrown;
    })
    .catch((cause: unknown) => {
      throw new ConfigError(
        `${path} can be neither read nor made. Correct who may use it, or set UNDERTONE_SECRET.`,
        { cause },
      );
    });
  // Windows has other ways, and says the same of every file.
  const isOpen = process.platform !== 'win32' && ((await stat(path)).mode & othersMayRead) !== 0;
  if (isOpen)
    warn(`Others on this machine may read ${path}, and with it all that is kept. Set its mode to 600.`);
  if (secret.length < secretCharacters) {
    throw new ConfigError(`${path} holds no whole secret. Put back the one that was there, or remove it.`);
  }
  return secret;
}

/** There as a whole or not at all, however the process ends; of two that make one at a time the first counts. */
async function makeSecret(path: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, randomBytes(keyBytes).toString('base64url'), {
      flag: 'wx',
      mode: 0o600,
      flush: true,
    });
    await link(draft, path);
  } catch (thrown) {
    if (!hasCode(thrown, 'EEXIST')) throw thrown;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, 'utf8');
}
