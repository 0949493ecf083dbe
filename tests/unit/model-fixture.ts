/**
 * The committed models, loaded through the bundler, so that the same lines work in Node and in a browser: the tiny
 * model that tests run, and the vocabulary that the product uses.
 */
import {
  manifest as manifestSchema,
  registry as registrySchema,
  type Manifest,
} from '#core/contracts/manifest';

const registries = import.meta.glob<unknown>('../../models/{registry,fixtures/registry}.json', {
  import: 'default',
});
const manifests = import.meta.glob<unknown>('../../models/{*,fixtures/*}/manifest.json', {
  import: 'default',
});
const vocabularies = import.meta.glob<string>('../../models/{*,fixtures/*}/vocab-*.txt', {
  query: '?raw',
  import: 'default',
});
const fixtureFiles = import.meta.glob<string>('../../models/fixtures/*/*.{bin,onnx}', {
  query: '?url&inline',
  import: 'default',
});

export interface FixtureModel {
  readonly manifest: Manifest;
  /** Content of `vocab.txt`. */
  readonly vocabulary: string;
  readonly graph: Uint8Array;
  readonly weights: Uint8Array;
}

async function load<Content>(files: Record<string, () => Promise<Content>>, path: string): Promise<Content> {
  const loader = files[path];
  if (loader === undefined) throw new Error(`There is no ${path}`);
  return loader();
}

/** Manifest and vocabulary of the default model of the registry in `folder`. */
async function loadDefault(
  folder: string,
): Promise<{ folder: string; manifest: Manifest; vocabulary: string }> {
  const registry = registrySchema.parse(await load(registries, `${folder}/registry.json`));
  const modelFolder = `${folder}/${registry.default}`;
  const manifest = manifestSchema.parse(await load(manifests, `${modelFolder}/manifest.json`));
  const vocabulary = await load(vocabularies, `${modelFolder}/${manifest.files.vocabulary.name}`);
  return { folder: modelFolder, manifest, vocabulary };
}

async function loadBytes(path: string): Promise<Uint8Array> {
  const dataUrl = await load(fixtureFiles, path);
  return new Uint8Array(await (await fetch(dataUrl)).arrayBuffer());
}

/** The vocabulary of the model that the product uses by default. */
export async function loadVocabulary(): Promise<string> {
  const folder = '../../models/registry.json' in registries ? '../../models' : '../../models/fixtures';
  return (await loadDefault(folder)).vocabulary;
}

/** The tiny model: every file of it. */
export async function loadFixtureModel(): Promise<FixtureModel> {
  const { folder, manifest, vocabulary } = await loadDefault('../../models/fixtures');
  const [graph, weights] = await Promise.all([
    loadBytes(`${folder}/${manifest.files.graphCpu.name}`),
    loadBytes(`${folder}/${manifest.files.weights.name}`),
  ]);
  return { manifest, vocabulary, graph, weights };
}
