/** Whether texts are read with a model of the person's own. */
import { hasConsent } from '../../engine/consent.ts';
import { ownModel } from '../../storage/own-model.ts';
import { useWatched } from '../../ui/use-watched.ts';

/** True while the person's own model is chosen. Where they agreed to the server, that one reads. */
export function useIsOwnModelInUse(): boolean {
  return useWatched(ownModel, () => !hasConsent() && ownModel.get()?.isInUse === true);
}
