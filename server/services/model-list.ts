/** The models of the folder as the API lists them. */
import type { ModelEntry } from '#core/contracts/service';
import { readManifests } from '../ort/model-files.ts';

/**
 * The default model first.
 *
 * @throws UndertoneError `model-unavailable`, `model-corrupt`
 */
export async function listModels(modelsDir: string): Promise<ModelEntry[]> {
  const manifests = await readManifests(modelsDir);
  return manifests.map(({ id, name, version, license, languages, maxLength, metrics, files }, place) => ({
    id,
    name,
    version,
    sha256: files.weights.sha256,
    isDefault: place === 0,
    license,
    languages,
    maxTokens: maxLength,
    metrics,
  }));
}
