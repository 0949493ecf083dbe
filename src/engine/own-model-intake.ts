/** Takes in a person's own model, and tries it out before it is read with. */
import * as Comlink from 'comlink';
import { errorFromData, UndertoneError } from '#core/contracts/errors';
import type {
  IntakeApi,
  IntakeProgress,
  OwnModelSource,
  Picked,
  TakenModel,
} from '../../workers/own-model-api.ts';
import { ownModelRung } from './own-model.ts';

export type OwnModelPick = Picked;
export type OwnModelProgress = IntakeProgress;
export type TakenOwnModel = TakenModel;

/**
 * Checks what the person picked and keeps its files, in a worker that lives only as long as this.
 *
 * @throws UndertoneError `own-model-incomplete`, `own-model-unreadable`, `own-model-kind`, `own-model-too-large`,
 * `storage-unavailable`, `model-unavailable`, `cancelled`
 */
export async function takeInOwnModel(
  picked: Picked,
  onProgress: (progress: IntakeProgress) => void,
  signal: AbortSignal,
): Promise<TakenModel> {
  const worker = new Worker(new URL('../../workers/own-model-intake.worker.ts', import.meta.url), {
    type: 'module',
    name: 'own-model-intake',
  });
  try {
    const broken = new Promise<never>((_, reject) => {
      worker.addEventListener('error', () => reject(new UndertoneError('model-unavailable')));
    });
    const api = Comlink.wrap<IntakeApi>(worker);
    // It ends by itself, so that it can remove what has come: a worker that is ended leaves it, and keeps it locked.
    signal.addEventListener('abort', () => void api.stop());
    const outcome = await Promise.race([api.take(picked, Comlink.proxy(onProgress)), broken]);
    if (!outcome.ok) throw errorFromData(outcome.error);
    // The word came too late; the files that nobody knows of are removed with the next tidying.
    if (signal.aborted) throw new UndertoneError('cancelled');
    return outcome.value;
  } finally {
    worker.terminate();
  }
}

/**
 * Starts it beside the reader in use, and ends it again.
 *
 * @throws UndertoneError why it cannot be read with
 */
export async function tryOwnModel(ownModel: OwnModelSource, signal: AbortSignal): Promise<void> {
  const engine = ownModelRung(ownModel, crypto.randomUUID()).create();
  try {
    await engine.start(signal);
  } finally {
    engine.dispose();
  }
}
