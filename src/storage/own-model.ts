/** The person's own model: what is known of it, whether it is read with, and its files. All tabs share it. */
import { toUndertoneError } from '#core/contracts/errors';
import { createObservable } from '#core/observable';
import { ownModel as ownModelSchema, ownModelsFolder } from '#core/contracts/own-model';
import type { OwnModel } from '#core/contracts/own-model';
import type { HeldFiles, OwnModelSource } from '../../workers/own-model-api.ts';

const keys = {
  inUse: 'undertone.own-model',
  /** Of the one that waits beside it. */
  candidate: 'undertone.own-model-candidate',
} as const;
type Place = keyof typeof keys;

/** Where they are remembered, for whoever looks at the store as a whole. */
export const ownModelKeys: readonly string[] = Object.values(keys);

const current = createObservable(load('inUse'));
const waiting = createObservable(load('candidate'));
const chosen = new Set<(isErased: boolean) => void>();
/** Of models that could not be kept, by their ids: gone with this tab. */
const held = new Map<string, HeldFiles>();

addEventListener('storage', ({ key }) => {
  // Null when everything was cleared.
  if (key === keys.inUse || key === null) current.set(load('inUse'));
  if (key === keys.candidate || key === null) waiting.set(load('candidate'));
});

function load(place: Place): OwnModel | null {
  try {
    const parsed = ownModelSchema.safeParse(JSON.parse(localStorage.getItem(keys[place]) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** What is remembered, as it stands in the store, even if it is of no use any more; empty when nothing is. */
export function rememberedOwnModels(): string {
  try {
    return (localStorage.getItem(keys.inUse) ?? '') + (localStorage.getItem(keys.candidate) ?? '');
  } catch {
    return '';
  }
}

/** Null where there is none. */
export const ownModel = { get: current.get, subscribe: current.subscribe };

/** One that was picked while another is in use, until it has been tried; null where there is none. */
export const ownCandidate = { get: waiting.get, subscribe: waiting.subscribe };

/** What to read with if not Undertone's own model; null if that. */
export function ownModelInUse(): OwnModelSource | null {
  const model = current.get();
  return model === null || !model.isInUse ? null : ownModelSource(model);
}

/** A model as an engine takes it; null as long as its tones are not known. */
export function ownModelSource(model: OwnModel): OwnModelSource | null {
  const { tones, isInUse: _, ...facts } = model;
  if (tones === null) return null;
  return { facts, tones, held: held.get(model.id) ?? null };
}

/**
 * Calls `listener` whenever this tab decides what texts are read with: another model, or the same otherwise.
 *
 * @param listener told whether the model in use was erased, and nothing was chosen in its place
 */
export function onReaderChosen(listener: (isErased: boolean) => void): void {
  chosen.add(listener);
}

/**
 * Remembers one that waits beside the model in use; null forgets it.
 *
 * @param files of one that could not be kept
 */
export function saveOwnCandidate(model: OwnModel | null, files: HeldFiles | null = null): void {
  if (model !== null && files !== null) held.set(model.id, files);
  keep('candidate', model);
  waiting.set(model);
}

function keep(place: Place, model: OwnModel | null): void {
  try {
    if (model === null) localStorage.removeItem(keys[place]);
    else localStorage.setItem(keys[place], JSON.stringify(model));
  } catch {
    // Then it holds for this tab and visit.
  }
}

/**
 * Remembers a model, in the place of the one before; null forgets it.
 *
 * @param files of one that could not be kept
 */
export function saveOwnModel(model: OwnModel | null, files: HeldFiles | null = null): void {
  if (model !== null && files !== null) held.set(model.id, files);
  const before = readerOf(current.get());
  keep('inUse', model);
  current.set(model);
  if (readerOf(model) !== before) for (const listener of chosen) listener(model === null);
}

/** Reads with Undertone's own model again, and at once. */
export function readWithOurs(): void {
  const model = current.get();
  if (model?.isInUse === true) saveOwnModel({ ...model, isInUse: false });
}

/** Names what is read with; empty for Undertone's own. */
function readerOf(model: OwnModel | null): string {
  return model?.isInUse === true ? JSON.stringify([model.id, model.tones]) : '';
}

/** Where the files of own models are kept; null where there are none. */
export async function openOwnModels(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(ownModelsFolder);
  } catch {
    return null;
  }
}

/** Removes the files of every model but those that are remembered: of those before them, and of what was broken off. */
export async function tidyOwnModels(): Promise<void> {
  const kept = new Set([current, waiting].map((one) => one.get()?.id));
  for (const id of held.keys()) if (!kept.has(id)) held.delete(id);
  const folder = await openOwnModels();
  if (folder === null) return;
  const stale: string[] = [];
  for await (const name of folder.keys()) if (!kept.has(name)) stale.push(name);
  // Files that another tab takes in at this moment cannot be removed, and should not be.
  await Promise.allSettled(stale.map((name) => folder.removeEntry(name, { recursive: true })));
}

/**
 * Forgets the person's own models and removes their files; texts are read with Undertone's own from then on, which is not
 * started by this: it may be erased with it.
 *
 * @throws UndertoneError `storage-unavailable` when a file is in use or the browser refuses
 */
export async function eraseOwnModel(): Promise<void> {
  held.clear();
  saveOwnCandidate(null);
  saveOwnModel(null);
  if ((await openOwnModels()) === null) return;
  try {
    await (await navigator.storage.getDirectory()).removeEntry(ownModelsFolder, { recursive: true });
  } catch (thrown) {
    throw toUndertoneError(thrown, 'storage-unavailable');
  }
}
