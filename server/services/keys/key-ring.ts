/** The keys that count now: those of the file, as it is changed while the server runs. */
import { timingSafeEqual } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import type { Caller } from '../callers.ts';
import { hashOfKey, idOfKey } from './api-key.ts';
import { readKeyFile } from './key-file.ts';
import type { KeyEntry } from './key-file.ts';

/** A key that was revoked is refused within about this time. */
const lookIntervalMs = 1000;

export interface KeyRing {
  /** Who holds the key; undefined where nobody does. Keys are compared in a time that does not depend on how much is right. */
  callerOf(key: string): Caller | undefined;
  close(): void;
}

export interface KeyRingOptions {
  /** Absolute; need not be there yet. */
  readonly path: string;
  /** Of keys that have no limit of their own; null for none. */
  readonly tokensPerMinute: number | null;
  /** The file was changed and cannot be used: the keys of before count on. */
  readonly onBroken: (thrown: unknown) => void;
}

interface HeldKey {
  readonly caller: Caller;
  readonly hash: Buffer;
  /** The key itself once it was shown, so that it is hashed once and not at every request. */
  shown: Buffer | null;
}

/** @throws KeyFileError where the file cannot be used */
export async function openKeyRing({ path, tokensPerMinute, onBroken }: KeyRingOptions): Promise<KeyRing> {
  const held = async (): Promise<Map<string, HeldKey>> =>
    new Map((await readKeyFile(path)).map((entry) => [entry.id, holdKey(entry, tokensPerMinute)]));
  let keys = await held();
  let looks = 0;

  const look = (): void => {
    looks += 1;
    const mine = looks;
    held().then((found) => {
      // Of two looks at a time the later one counts.
      if (mine === looks) keys = found;
    }, onBroken);
  };
  // Asks instead of waiting for a notice: those are lost when a file takes another's place.
  watchFile(path, { interval: lookIntervalMs, persistent: false }, look);

  return {
    callerOf(key) {
      const id = idOfKey(key);
      const holder = id === undefined ? undefined : keys.get(id);
      return holder !== undefined && isKeyOf(holder, key) ? holder.caller : undefined;
    },
    close: () => unwatchFile(path, look),
  };
}

function holdKey({ id, scopes, hash, ...entry }: KeyEntry, tokensPerMinute: number | null): HeldKey {
  const caller = {
    id,
    scopes: new Set(scopes),
    isAnonymous: false,
    tokensPerMinute: entry.tokensPerMinute ?? tokensPerMinute,
  };
  return { caller, hash: Buffer.from(hash, 'base64url'), shown: null };
}

function isKeyOf(holder: HeldKey, key: string): boolean {
  const given = Buffer.from(key);
  // All keys are of one length: they have the form of one.
  if (holder.shown !== null && timingSafeEqual(given, holder.shown)) return true;
  if (!timingSafeEqual(hashOfKey(key), holder.hash)) return false;
  Object.assign(holder, { shown: given });
  return true;
}
