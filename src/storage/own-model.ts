/** The person's own model: what is known of it, whether it is read with, and its files. All tabs share it. */
import { toUndertoneError } from '#core/contracts/errors';
import { createObservable } from '#core/observable';
import { ownModel as ownModelSchema, ownModelsFolder } from '#core/contracts/own-model';
import type { OwnModel } from '#core/contracts/own-model';
import type { HeldFiles, OwnModelSource } from '../../workers/own-model-api.ts';

/** Where it is remembered, for whoever looks at the store as a whole. */
export const ownModelKey = 'undertone.own-model';

const current = createObservable(load());
const chosen = new Set<(isErased: boolean) => void>();
/** Of a model that could not be kept: gone with this tab. */
let held: { id: string; files: HeldFiles } | null = null;

addEventListener('storage', ({ key }) => {
  // Null when everything was cleared.
  if (key === ownModelKey || key === null) current.set(load());
});

function load(): OwnModel | null {
  try {
    const parsed = ownModelSchema.safeParse(JSON.parse(localStorage.getItem(ownModelKey) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Null where there is none. */
export const ownModel = { get: current.get, subscribe: current.subscribe };

/** What to read with if not Undertone's own model; null if that. */
export function ownModelInUse(): OwnModelSource | null {
  const model = current.get();
  return model === null || !model.isInUse ? null : ownModelSource(model);
}

/** A model as an engine takes it; null as long as its tones are not known. */
export function ownModelSource(model: OwnModel): OwnModelSource | null {
  const { tones, isInUse: _, ...facts } = model;
  if (tones === null) return null;
  return { facts, tones, held: held?.id === model.id ? held.files : null };
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
 * Remembers a model, in the place of the one before; null forgets it.
 *
 * @param files of one that could not be kept
 */
export function saveOwnModel(model: OwnModel | null, files: HeldFiles | null = null): void {
  const before = readerOf(current.get());
  if (model === null) held = null;
  else if (files !== null) held = { id: model.id, files };
  try {
    if (model === null) localStorage.removeItem(ownModelKey);
    else localStorage.setItem(ownModelKey, JSON.stringify(model));
  } catch {
    // Then it holds for this tab and visit.
  }
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

/** As it stands in the store, even if it is of no use any more; empty when nothing is remembered. */
function remembered(): string {
  try {
    return localStorage.getItem(ownModelKey) ?? '';
  } catch {
    return '';
  }
}

async function openFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(ownModelsFolder);
  } catch {
    return null;
  }
}

/** How many files of own models are kept, and how large they are together with what is remembered of them. */
export async function measureOwnModel(): Promise<{ count: number; sizeBytes: number }> {
  const size = { count: 0, sizeBytes: new TextEncoder().encode(remembered()).length };
  const folder = await openFolder();
  if (folder === null) return size;
  for await (const model of folder.values()) {
    if (!(model instanceof FileSystemDirectoryHandle)) continue;
    for await (const entry of model.values()) {
      if (!(entry instanceof FileSystemFileHandle)) continue;
      size.count += 1;
      size.sizeBytes += (await entry.getFile()).size;
    }
  }
  return size;
}

/** Removes the files of every model but the one that is remembered: of those before it, and of what was broken off. */
export async function tidyOwnModels(): Promise<void> {
  const folder = await openFolder();
  if (folder === null) return;
  const kept = current.get()?.id;
  const stale: string[] = [];
  for await (const name of folder.keys()) if (name !== kept) stale.push(name);
  // Files that another tab takes in at this moment cannot be removed, and should not be.
  await Promise.allSettled(stale.map((name) => folder.removeEntry(name, { recursive: true })));
}

/**
 * Forgets the person's own model and removes its files; texts are read with Undertone's own from then on, which is not
 * started by this: it may be erased with it.
 *
 * @throws UndertoneError `storage-unavailable` when a file is in use or the browser refuses
 */
export async function eraseOwnModel(): Promise<void> {
  saveOwnModel(null);
  if ((await openFolder()) === null) return;
  try {
    await (await navigator.storage.getDirectory()).removeEntry(ownModelsFolder, { recursive: true });
  } catch (thrown) {
    throw toUndertoneError(thrown, 'storage-unavailable');
  }
}
