/** Which model there is to read with: what the site offers, or without an answer of the site, what is kept of it. */
import { areKept } from './obtain-files.ts';
import { findPublished } from './published.ts';
import type { Published } from './published.ts';
import { readSlots } from './slots-file.ts';
import { readFiles } from './slots.ts';
import type { Slots } from './slots.ts';
import { keptModelIds, openWeightStore, removeModel } from './store.ts';
import type { WeightStore } from './store.ts';

/** The version that was in use last, whole. */
export interface KeptModel extends Published {
  store: WeightStore | null;
}

/**
 * The published version. Where the site does not say which it is, the version that was in use last stands in for it.
 *
 * @param weightsUrl absolute address of the folder that holds `registry.json`
 * @param kept what `findKept` finds
 * @throws UndertoneError `model-unavailable`, `model-corrupt`
 */
export async function findModel(
  weightsUrl: string,
  kept: Promise<KeptModel | null> = findKept(weightsUrl),
): Promise<Published> {
  try {
    return await findPublished(weightsUrl);
  } catch (thrown) {
    const last = await kept;
    if (last === null) throw thrown;
    return last;
  }
}

/**
 * Looks through all models that are kept for the one that was in use last, since only the site could say which of them
 * is its own. Null where there is none, or not all of it.
 *
 * @param weightsUrl absolute address of the folder that holds `registry.json`
 */
export async function findKept(weightsUrl: string): Promise<KeptModel | null> {
  let lastAtMs = -1;
  let last: KeptModel | null = null;
  for (const { id, store, slots } of await keptModels(weightsUrl)) {
    const { current, used } = slots;
    if (current === null || used.atMs <= lastAtMs) continue;
    if (!(await areKept(store, readFiles(current)))) continue;
    lastAtMs = used.atMs;
    // Should a file turn out damaged, it is looked for where the site keeps its models.
    last = { store, manifest: current, folderUrl: new URL(`${id}/manifest.json`, weightsUrl) };
  }
  return last;
}

/** Removes the models that this site read with before the one it reads with now. */
export async function forgetModelsBefore(weightsUrl: string, modelId: string): Promise<void> {
  for (const { id } of await keptModels(weightsUrl)) if (id !== modelId) await removeModel(id);
}

/** The models that were started from this site. */
async function keptModels(
  weightsUrl: string,
): Promise<{ id: string; store: WeightStore | null; slots: Slots }[]> {
  const kept = await Promise.all(
    (await keptModelIds()).map(async (id) => {
      const store = await openWeightStore(id);
      return { id, store, slots: await readSlots(store) };
    }),
  );
  return kept.filter(({ slots }) => slots.used.site === weightsUrl);
}
