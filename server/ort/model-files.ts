/** The files of one model on disk: found through the registry, checked before anything runs them. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ZodMiniType } from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import { manifest as manifestSchema, registry as registrySchema } from '#core/contracts/manifest';
import type { Manifest, ModelFile, Registry } from '#core/contracts/manifest';

export interface ModelFiles {
  readonly manifest: Manifest;
  /** The CPU graph; its weights lie beside it under the name that the graph gives. */
  readonly graphPath: string;
  /** One token a line. */
  readonly vocabulary: string;
}

/**
 * Reads a model of `modelsDir` and checks the files that a processor needs against the hashes of its manifest.
 *
 * @param modelId which model; the registry's default without it
 * @throws UndertoneError `model-unavailable` when something is missing, `model-corrupt` when it is not as published
 */
export async function readModelFiles(modelsDir: string, modelId?: string): Promise<ModelFiles> {
  const registry = await readRegistry(modelsDir);
  const id = modelId ?? registry.default;
  const entry = registry.models.find((model) => model.id === id);
  if (!entry) {
    throw new UndertoneError('model-unavailable', {
      model: id,
      known: registry.models.map((model) => model.id),
    });
  }
  const { manifest, folder } = await readManifest(modelsDir, entry.manifest);
  const { weights, graphCpu, vocabulary } = manifest.files;
  for (const file of [weights, graphCpu, vocabulary]) await verify(folder, file);
  return {
    manifest,
    graphPath: join(folder, graphCpu.name),
    vocabulary: await readFile(join(folder, vocabulary.name), 'utf8'),
  };
}

/**
 * The manifests of all models of `modelsDir`, the default one first; the other files are not looked at.
 *
 * @throws UndertoneError as of `readModelFiles`
 */
export async function readManifests(modelsDir: string): Promise<Manifest[]> {
  const registry = await readRegistry(modelsDir);
  const isDefault = ({ id }: Registry['models'][number]): boolean => id === registry.default;
  const entries = registry.models.toSorted((a, b) => Number(isDefault(b)) - Number(isDefault(a)));
  return Promise.all(entries.map(async (entry) => (await readManifest(modelsDir, entry.manifest)).manifest));
}

function readRegistry(modelsDir: string): Promise<Registry> {
  return readJson(join(modelsDir, 'registry.json'), registrySchema);
}

async function readManifest(
  modelsDir: string,
  path: string,
): Promise<{ manifest: Manifest; folder: string }> {
  const manifestPath = resolve(modelsDir, path);
  if (!manifestPath.startsWith(resolve(modelsDir) + sep)) {
    throw new UndertoneError('model-corrupt', { file: 'registry.json' });
  }
  return { manifest: await readJson(manifestPath, manifestSchema), folder: dirname(manifestPath) };
}

async function readJson<T>(path: string, schema: ZodMiniType<T>): Promise<T> {
  const file = basename(path);
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UndertoneError('model-unavailable', { file }, { cause });
  });
  try {
    return schema.parse(JSON.parse(content));
  } catch (cause) {
    throw new UndertoneError('model-corrupt', { file }, { cause });
  }
}

async function verify(folder: string, file: ModelFile): Promise<void> {
  if (basename(file.name) !== file.name) throw new UndertoneError('model-corrupt', { file: 'manifest.json' });
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(folder, file.name)), hash).catch((cause: unknown) => {
    throw new UndertoneError('model-unavailable', { file: file.name }, { cause });
  });
  if (hash.digest('hex') !== file.sha256) throw new UndertoneError('model-corrupt', { file: file.name });
}
