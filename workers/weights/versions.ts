/** The versions of the model on this device: which there are, fetching the newer one, and going back. */
import { UndertoneError } from '#core/contracts/errors';
import { bytesToFetch } from '#core/contracts/manifest';
import type { Manifest } from '#core/contracts/manifest';
import type { StartState } from '../inference-api.ts';
import type { ModelVersions, VersionNote } from '../weights-api.ts';
import { areKept, obtainFiles } from './obtain-files.ts';
import { findModel } from './find-model.ts';
import { findPublished } from './published.ts';
import { changeSlots, readSlots } from './slots-file.ts';
import { askedFor, isNext, isOther, isWanted, readFiles, wentBack } from './slots.ts';
import { openWeightStore } from './store.ts';

/** @throws UndertoneError `model-unavailable`, `model-corrupt`, each only where no version is kept */
export async function listVersions(weightsUrl: string): Promise<ModelVersions> {
  const { manifest } = await findModel(weightsUrl);
  const store = await openWeightStore(manifest.id);
  const slots = await readSlots(store);
  const { current, other } = slots;
  const isCurrentHere = current !== null && (await areKept(store, readFiles(current)));
  const isOtherHere = other !== null && (await areKept(store, readFiles(other)));
  const isOffered = isWanted(slots, manifest) && !(isOtherHere && isOther(slots, manifest));
  const isHere = await areKept(store, readFiles(manifest));
  const isPutOff = !isNext(slots, manifest);
  return {
    current: current && { ...noteOf(current), manifest: current, isHere: isCurrentHere },
    other: isOtherHere ? noteOf(other) : null,
    newer:
      store !== null && isOffered
        ? { ...noteOf(manifest), sizeBytes: bytesToFetch(readFiles(manifest)), isHere, isPutOff }
        : null,
  };
}

/**
 * Fetches the published version, where it is newer, for a later start; also one that was put off.
 *
 * @param onState told `downloading` and `verifying` as they happen
 * @throws UndertoneError `model-unavailable`, `model-corrupt`, `storage-unavailable`
 */
export async function fetchNewer(
  weightsUrl: string,
  onState: (state: StartState) => void,
): Promise<ModelVersions> {
  const { manifest, folderUrl } = await findPublished(weightsUrl);
  const store = await openWeightStore(manifest.id);
  if (store !== null && isWanted(await readSlots(store), manifest)) {
    await changeSlots(store, (slots) => askedFor(slots, manifest));
    // Both graphs, which are small: the version has to be whole on whichever processor the next start is.
    const files = [...readFiles(manifest), manifest.files.graphGpu];
    await obtainFiles(files, { store, folderUrl, onState, isForLater: true });
    if (!(await areKept(store, files))) throw new UndertoneError('storage-unavailable');
  }
  return listVersions(weightsUrl);
}

/**
 * Makes the version before the one in use the one to start with; asked again, the newer one.
 *
 * @throws UndertoneError `model-unavailable`, `model-corrupt`
 */
export async function goBack(weightsUrl: string): Promise<ModelVersions> {
  const { manifest } = await findModel(weightsUrl);
  await changeSlots(await openWeightStore(manifest.id), wentBack);
  return listVersions(weightsUrl);
}

function noteOf(model: Manifest): VersionNote {
  const sizeBytes = readFiles(model).reduce((sum, file) => sum + file.sizeBytes, 0);
  return { name: model.name, version: model.version, sizeBytes };
}
