/** What belongs to the agreement to use the server, kept with it and no longer: the key, and whether texts are masked. */
import { UndertoneError } from '#core/contracts/errors';

const unmaskedKey = 'undertone.server.unmasked';
const keyKey = 'undertone.server.key';

/** Whether personal data is taken out of what is sent; it is, unless the person has said otherwise. */
export function isMasking(): boolean {
  return load(unmaskedKey) === null;
}

/** @throws UndertoneError `storage-unavailable` where the browser keeps nothing */
export function setMasking(isWanted: boolean): void {
  save(unmaskedKey, isWanted ? null : 'yes');
}

/** What the person entered as the server's key; null where they entered none. */
export function serverKey(): string | null {
  return load(keyKey);
}

/**
 * Keeps the key until the tab closes, or forgets it with null.
 *
 * @throws UndertoneError `storage-unavailable` where the browser keeps nothing
 */
export function setServerKey(key: string | null): void {
  save(keyKey, key);
}

/** Forgets all of it. */
export function endServerSession(): void {
  save(unmaskedKey, null);
  save(keyKey, null);
}

function load(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function save(name: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
  } catch (thrown) {
    throw new UndertoneError('storage-unavailable', {}, { cause: thrown });
  }
}
