/** One secret, and what is derived from it: a key to seal what is kept, a key for digests that tell nothing. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError, leastSecretCharacters } from '../config.ts';

const secretFile = 'secret';
const looksForSecret = 5;
const betweenLooksMs = 100;
const keyBytes = 32;
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
 * @throws ConfigError where the file holds something else
 */
export async function keptSecret(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, secretFile);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(randomBytes(keyBytes).toString('base64url'));
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  }
  return readKept(path, looksForSecret);
}

/** Another process may have made the file just now, and not have written it yet. */
async function readKept(path: string, looks: number): Promise<string> {
  const kept = await readFile(path, 'utf8');
  if (kept.length >= leastSecretCharacters) return kept;
  if (looks <= 1) {
    throw new ConfigError(`${path} must hold the secret, of at least ${leastSecretCharacters} characters.`);
  }
  await delay(betweenLooksMs);
  return readKept(path, looks - 1);
}
