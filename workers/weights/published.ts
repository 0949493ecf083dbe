/** What the site has to offer: the registry's default model. */
import { UndertoneError } from '#core/contracts/errors';
import { manifest as manifestSchema, registry as registrySchema } from '#core/contracts/manifest';
import type { Manifest } from '#core/contracts/manifest';
import { downloadJson } from './download-json.ts';

export interface Published {
  manifest: Manifest;
  /** An address in the folder that holds the files. */
  folderUrl: URL;
}

/**
 * @param weightsUrl absolute address of the folder that holds `registry.json`
 * @throws UndertoneError `model-unavailable`, `model-corrupt`
 */
export async function findPublished(weightsUrl: string): Promise<Published> {
  const registryUrl = new URL('registry.json', weightsUrl);
  const registry = await downloadJson(registryUrl, registrySchema);
  const entry = registry.models.find((model) => model.id === registry.default);
  if (entry === undefined) throw new UndertoneError('model-corrupt', { file: 'registry.json' });
  const folderUrl = new URL(entry.manifest, registryUrl);
  return { manifest: await downloadJson(folderUrl, manifestSchema), folderUrl };
}
