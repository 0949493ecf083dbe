/** API keys as text, `ut_ID_SECRET`: the id finds the key, the secret proves it. */
import { createHash, randomBytes } from 'node:crypto';

const idBytes = 6;
const secretBytes = 32;
const pattern = /^ut_([0-9a-f]{12})_[\w-]{43}$/;

export interface NewApiKey {
  readonly id: string;
  /** Kept nowhere. */
  readonly key: string;
}

/** A key of 256 random bits. */
export function createApiKey(): NewApiKey {
  const id = randomBytes(idBytes).toString('hex');
  return { id, key: `ut_${id}_${randomBytes(secretBytes).toString('base64url')}` };
}

/** Undefined for what is no key by its form. */
export function idOfKey(key: string): string | undefined {
  return pattern.exec(key)?.[1];
}

/** SHA-256. Plain is enough: a secret of 256 random bits cannot be guessed, however fast the hash. */
export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
