/** The model that is measured. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { manifest as manifestSchema, registry as registrySchema } from '../../src/core/contracts/manifest.ts';
import type { Manifest } from '../../src/core/contracts/manifest.ts';
import { rootDir } from './made-once.ts';

export const modelsDir = process.env['UNDERTONE_MODELS_DIR'] ?? join(rootDir, 'models');

/** The registry's default. */
export async function readDefaultModel(): Promise<{ manifest: Manifest; folder: string }> {
  const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  const registry = registrySchema.parse(await readJson(join(modelsDir, 'registry.json')));
  const entry = registry.models.find((model) => model.id === registry.default);
  if (entry === undefined) throw new Error(`The registry does not list its default, ${registry.default}.`);
  const manifestPath = join(modelsDir, entry.manifest);
  return { manifest: manifestSchema.parse(await readJson(manifestPath)), folder: dirname(manifestPath) };
}
