/** Whether texts are read with a model of the person's own, and the way back from it. */
import { hasConsent } from '../../engine/consent.ts';
import { ownModel, saveOwnModel } from '../../storage/own-model.ts';
import { useWatched } from '../../ui/use-watched.ts';

/** True while the person's own model is chosen. Where they agreed to the server, that one reads. */
export function useIsOwnModelInUse(): boolean {
  return useWatched(ownModel, () => !hasConsent() && ownModel.get()?.isInUse === true);
}

/** Reads with Undertone's own model again. */
export function readWithOurs(): void {
  const model = ownModel.get();
  if (model !== null) saveOwnModel({ ...model, isInUse: false });
}
