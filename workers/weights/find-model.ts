/** Which model there is to read with: what the site offers, or without an answer of the site, what is kept of it. */
import { areKept } from './obtain-files.ts';
import { findPublished } from './published.ts';
import type { Published } from './published.ts';
import { readSlots } from './slots-file.ts';
import { readFiles } from './slots.ts';
import { keptModelIds, openWeightStore } from './store.ts';

/**
 * The published version. Where the site does not say which it is, the version that was in use last stands in for it,
 * if it is here as a whole.
 *
 * @param weightsUrl absolute address of the folder that holds `registry.json`
 * @throws UndertoneError `model-unavailable`, `model-corrupt`
 */
export async function findModel(weightsUrl: string): Promise<Published> {
  try {
    return await findPublished(weightsUrl);
  } catch (thrown) {
    const kept = await findKept(weightsUrl);
    if (kept === null) throw thrown;
    return kept;
  }
}

/** Looks through all models that are kept: which of them is the site's, only the site could say. */
async function findKept(weightsUrl: string): Promise<Published | null> {
  let lastDay = -1;
  let last: Published | null = null;
  for (const id of await keptModelIds()) {
    const store = await openWeightStore(id);
    const { current, used } = await readSlots(store);
    if (current === null || used.site !== weightsUrl || used.day <= lastDay) continue;
    if (!(await areKept(store, readFiles(current)))) continue;
    lastDay = used.day;
    // Should a file turn out damaged, it is looked for where the site keeps its models.
    last = { manifest: current, folderUrl: new URL(`${id}/manifest.json`, weightsUrl) };
  }
  return last;
}
