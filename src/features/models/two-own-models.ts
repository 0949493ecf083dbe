/** What becomes of a model in use and of one that was picked beside it, which takes its place once it was tried. */
import type { OwnModel } from '#core/contracts/own-model';
import type { TakenOwnModel } from '../../engine/own-model-intake.ts';
import {
  eraseOwnModel,
  ownCandidate,
  ownModel,
  readWithOurs,
  saveOwnCandidate,
  saveOwnModel,
  tidyOwnModels,
} from '../../storage/own-model.ts';

/** Remembers a model that was taken in: in the place of the one before or, where that one is in use, beside it. */
export function addOwnModel(model: OwnModel, held: TakenOwnModel['held']): void {
  if (ownModel.get()?.isInUse === true) {
    saveOwnCandidate(model, held);
    return;
  }
  saveOwnModel(model, held);
  saveOwnCandidate(null);
}

/** Remembers what is said of one of them now. Once read with, it takes the place of the other. */
export function changeOwnModel(model: OwnModel): void {
  const isCandidate = ownCandidate.get()?.id === model.id;
  if (isCandidate && !model.isInUse) {
    saveOwnCandidate(model);
    return;
  }
  saveOwnModel(model);
  if (isCandidate) saveOwnCandidate(null);
}

/**
 * Forgets one of them and removes its files; the other one stays as it is.
 *
 * @throws UndertoneError `storage-unavailable` when a file is in use or the browser refuses
 */
export async function removeOwnModel({ id }: OwnModel): Promise<void> {
  const candidate = ownCandidate.get();
  if (candidate?.id !== id) {
    readWithOurs();
    if (candidate === null) return eraseOwnModel();
    saveOwnModel(candidate);
  }
  saveOwnCandidate(null);
  return tidyOwnModels();
}
