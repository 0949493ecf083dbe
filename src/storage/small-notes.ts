/** The small notes in the browser's own two stores: what was found out about this device, what was asked when. */
import { draftKeys } from './draft.ts';
import { ownModelKeys } from './own-model.ts';
import { reportSettingsKeys } from './report-settings.ts';

const keptApart: ReadonlySet<string> = new Set([...draftKeys, ...ownModelKeys, ...reportSettingsKeys]);

/** What every key of the app begins with: other apps of the same origin keep theirs in the same stores. */
const keyPrefix = 'undertone.';

export interface NotesSize {
  count: number;
  /** Keys and values in UTF-8. */
  sizeBytes: number;
}

/** None where the browser keeps nothing. */
function openStores(): Storage[] {
  try {
    return [localStorage, sessionStorage];
  } catch {
    return [];
  }
}

/** All that begin as ours do, so that none can be forgotten here; draft, own model and themes are matters of their own. */
function keysIn(store: Storage): string[] {
  return Object.keys(store).filter((key) => key.startsWith(keyPrefix) && !keptApart.has(key));
}

/** How many notes are kept, and how large they are. */
export function measureNotes(): NotesSize {
  const encoder = new TextEncoder();
  const size: NotesSize = { count: 0, sizeBytes: 0 };
  for (const store of openStores()) {
    for (const key of keysIn(store)) {
      size.count += 1;
      size.sizeBytes += encoder.encode(key + (store.getItem(key) ?? '')).length;
    }
  }
  return size;
}

/** Forgets all notes. */
export function eraseNotes(): void {
  for (const store of openStores()) for (const key of keysIn(store)) store.removeItem(key);
}
