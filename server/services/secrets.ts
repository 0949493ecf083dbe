/** One secret, and what is derived from it: a key to seal what is kept, a key for digests that tell nothing. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../config.ts';

const secretFile = 'secret';
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
 * @throws ConfigError where what lies there is no secret of ours: with less of it everybody could open what is sealed
 */
export async function keptSecret(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, secretFile);
  const known = await readFile(path, 'utf8').catch(() => undefined);
  const secret = known ?? (await makeSecret(path));
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
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, 'utf8');
}
