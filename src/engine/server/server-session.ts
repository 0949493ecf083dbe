/** What belongs to the agreement to use the server, kept with it and no longer: the key, whether texts are masked, the file it was given for. */
import { UndertoneError } from '#core/contracts/errors';

const keys = {
  unmasked: 'undertone.server.unmasked',
  key: 'undertone.server.key',
  run: 'undertone.server.run',
} as const;
type Name = keyof typeof keys;

/** Whether personal data is taken out of what is sent; it is, unless the person has said otherwise. */
export function isMasking(): boolean {
  return load('unmasked') === null;
}

/** @throws UndertoneError `storage-unavailable` where the browser keeps nothing */
export function setMasking(isWanted: boolean): void {
  save('unmasked', isWanted ? null : 'yes');
}

/** What the person entered as the server's key; null where they entered none. */
export function serverKey(): string | null {
  return load('key');
}

/**
 * Keeps the key until the tab closes, or forgets it with null.
 *
 * @throws UndertoneError `storage-unavailable` where the browser keeps nothing
 */
export function setServerKey(key: string | null): void {
  save('key', key);
}

/**
 * Notes the run whose rows the person is about to agree to send, or none with null: it is read on once the page has been
 * loaded anew.
 *
 * @throws UndertoneError `storage-unavailable` where the browser keeps nothing
 */
export function setRunAgreedTo(runId: string | null): void {
  save('run', runId);
}

/** That run, and forgets it, so that it is started once and no more; null where there is none. */
export function takeRunAgreedTo(): string | null {
  const runId = load('run');
  if (runId !== null) save('run', null);
  return runId;
}

/** Forgets all of it. */
export function endServerSession(): void {
  save('run', null);
  save('unmasked', null);
  save('key', null);
}

function load(name: Name): string | null {
  try {
    return sessionStorage.getItem(keys[name]);
  } catch {
    return null;
  }
}

function save(name: Name, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(keys[name]);
    else sessionStorage.setItem(keys[name], value);
  } catch (thrown) {
    throw new UndertoneError('storage-unavailable', {}, { cause: thrown });
  }
}
