/** Which model there is to read with: what the site offers, or without an answer of the site, what is kept of it. */
import { areKept } from './obtain-files.ts';
import { findPublished } from './published.ts';
import type { Published } from './published.ts';
import { readSlots } from './slots-file.ts';
import { readFiles } from './slots.ts';
import { keptModelIds, openWeightStore } from './store.ts';
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
  let lastDay = -1;
  let last: KeptModel | null = null;
  for (const id of await keptModelIds()) {
    const store = await openWeightStore(id);
    const { current, used } = await readSlots(store);
    if (current === null || used.site !== weightsUrl || used.day <= lastDay) continue;
    if (!(await areKept(store, readFiles(current)))) continue;
    lastDay = used.day;
    // Should a file turn out damaged, it is looked for where the site keeps its models.
    last = { store, manifest: current, folderUrl: new URL(`${id}/manifest.json`, weightsUrl) };
  }
  return last;
}
