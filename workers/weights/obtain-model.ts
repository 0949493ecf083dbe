/** From the registry to verified bytes: what is kept and right is used, what is missing or damaged is fetched. */
import { UndertoneError } from '#core/contracts/errors';
import { manifest as manifestSchema, registry as registrySchema } from '#core/contracts/manifest';
import type { Manifest, ModelFile } from '#core/contracts/manifest';
import type { StartState } from '../inference-api.ts';
import { createDownloadProgress } from './download-progress.ts';
import { downloadFile, downloadJson } from './download.ts';
import { sha256 } from './sha256.ts';
import { openWeightStore } from './store.ts';
import type { WeightStore } from './store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface ObtainedModel {
  manifest: Manifest;
  graph: Bytes;
  weights: Bytes;
  /** The content of the vocabulary file. */
  vocabulary: string;
  /** Drops kept files of other versions of this model; to be called once this one has proved itself. */
  discardOthers(): Promise<void>;
}

/**
 * Obtains the registry's default model. Where files can be kept they are fetched once; where they cannot, they
 * are held in memory for this visit.
 *
 * @param weightsUrl absolute address of the folder that holds `registry.json`
 * @param onState told `verifying` and `downloading` as they happen
 * @throws UndertoneError `model-unavailable`, `model-corrupt`
 */
export async function obtainModel(
  weightsUrl: string,
  onState: (state: StartState) => void,
): Promise<ObtainedModel> {
  onState({ kind: 'verifying' });
  const registryUrl = new URL('registry.json', weightsUrl);
  const registry = await downloadJson(registryUrl, registrySchema);
  const entry = registry.models.find((model) => model.id === registry.default);
  if (entry === undefined) throw new UndertoneError('model-corrupt', { file: 'registry.json' });
  const manifestUrl = new URL(entry.manifest, registryUrl);
  const manifest = await downloadJson(manifestUrl, manifestSchema);

  const files = [manifest.files.weights, manifest.files.graphCpu, manifest.files.vocabulary];
  const store = await openWeightStore(manifest.id);
  const kept = await Promise.all(files.map((file) => readKept(store, file)));
  const missing = files.filter((_, index) => kept[index] === null);
  const fetched =
    missing.length === 0 ? new Map<string, Bytes>() : await fetchAll(missing, manifestUrl, onState);
  if (store !== null) await Promise.all(missing.map((file) => keep(store, file, fetched.get(file.name))));

  const [weights, graph, vocabulary] = files.map((file, index) => kept[index] ?? fetched.get(file.name));
  if (!weights || !graph || !vocabulary) throw new UndertoneError('internal');
  return {
    manifest,
    graph,
    weights,
    vocabulary: new TextDecoder().decode(vocabulary),
    async discardOthers() {
      await store?.keepOnly(files.map((file) => file.name)).catch(() => undefined);
    },
  };
}

/** A kept file whose hash is right; one that is damaged is removed and counts as missing. */
async function readKept(store: WeightStore | null, file: ModelFile): Promise<Bytes | null> {
  if (store === null) return null;
  try {
    const bytes = await store.read(file.name);
    if (bytes === null || (await sha256(bytes)) === file.sha256) return bytes;
    await store.remove(file.name);
  } catch {
    // What cannot be read is as good as missing.
  }
  return null;
}

async function fetchAll(
  files: readonly ModelFile[],
  manifestUrl: URL,
  onState: (state: StartState) => void,
): Promise<Map<string, Bytes>> {
  const totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const onBytes = createDownloadProgress(totalBytes, onState);
  const abort = new AbortController();
  try {
    const pending = files.map((file) =>
      downloadFile(new URL(file.name, manifestUrl), file, onBytes, abort.signal),
    );
    const all = await Promise.all(pending);
    onState({ kind: 'verifying' });
    return new Map(await Promise.all(files.map((file, index) => checkWhole(file, all[index]))));
  } finally {
    // When one file fails, the others are no longer wanted.
    abort.abort();
  }
}

async function checkWhole(file: ModelFile, bytes: Bytes | undefined): Promise<[string, Bytes]> {
  if (bytes === undefined || (await sha256(bytes)) !== file.sha256) {
    throw new UndertoneError('model-corrupt', { file: file.name, reason: 'wrong bytes' });
  }
  return [file.name, bytes];
}

async function keep(store: WeightStore, file: ModelFile, bytes: Bytes | undefined): Promise<void> {
  try {
    if (bytes !== undefined) await store.write(file.name, bytes);
  } catch {
    // No room, or another tab was faster: the bytes in hand are right all the same.
  }
}
