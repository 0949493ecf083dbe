/** The versions of the model on this device, asked of a worker that lives only as long as the question. */
import * as Comlink from 'comlink';
import { errorFromData, UndertoneError } from '#core/contracts/errors';
import type { StartState } from '../../workers/inference-api.ts';
import type { Outcome } from '../../workers/outcome.ts';
import type { ModelVersions, WeightsApi } from '../../workers/weights-api.ts';
import { abortable } from './abortable.ts';

export type Versions = ModelVersions;

/** @throws UndertoneError `model-unavailable`, `model-corrupt` */
export function findVersions(weightsUrl: string): Promise<ModelVersions> {
  return ask((api) => api.versions(weightsUrl));
}

/** Whether a start would fetch next to nothing: the version that it takes is on this device. */
export async function isReaderHere(weightsUrl: string): Promise<boolean> {
  const versions = await findVersions(weightsUrl).catch(() => null);
  return versions?.current?.isHere === true;
}

/**
 * Fetches the newer version beside the one in use; broken off, it goes on from there the next time.
 *
 * @throws UndertoneError `model-unavailable`, `model-corrupt`, `storage-unavailable`, `cancelled`
 */
export function fetchNewerVersion(
  weightsUrl: string,
  onState: (state: StartState) => void,
  signal: AbortSignal,
): Promise<ModelVersions> {
  return ask((api) => api.fetchNewer(weightsUrl, Comlink.proxy(onState)), signal);
}

/**
 * Goes back to the version before the one in use; an engine that runs keeps its own until it is started again.
 *
 * @throws UndertoneError `model-unavailable`, `model-corrupt`
 */
export function goBackVersion(weightsUrl: string): Promise<ModelVersions> {
  return ask((api) => api.goBack(weightsUrl));
}

async function ask(
  question: (api: Comlink.Remote<WeightsApi>) => Promise<Outcome<ModelVersions>>,
  signal?: AbortSignal,
): Promise<ModelVersions> {
  const worker = new Worker(new URL('../../workers/weights.worker.ts', import.meta.url), {
    type: 'module',
    name: 'weights',
  });
  try {
    const broken = new Promise<never>((_, reject) => {
      worker.addEventListener('error', (event) =>
        reject(new UndertoneError('internal', { reason: event.message })),
      );
    });
    const outcome = await abortable(
      Promise.race([question(Comlink.wrap<WeightsApi>(worker)), broken]),
      signal,
    );
    if (!outcome.ok) throw errorFromData(outcome.error);
    return outcome.value;
  } finally {
    worker.terminate();
  }
}
