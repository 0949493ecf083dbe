/**
 * From the registry to a version that is ready to be started. A newer version is fetched beside the one in use and
 * takes over at a later start, once it has given its known answers.
 */
import { UndertoneError } from '#core/contracts/errors';
import type { Manifest } from '#core/contracts/manifest';
import type { StartState } from '../inference-api.ts';
import type { GraphKind } from '../ort/backend.ts';
import { areKept, obtainFiles } from './obtain-files.ts';
import { findPublished } from './published.ts';
import { readSlots, slotsName, writeSlots } from './slots-file.ts';
import { begun, isCurrent, isProvenOn, isWanted, mayStart, proved, readFiles, refused } from './slots.ts';
import type { Slots } from './slots.ts';
import { openWeightStore } from './store.ts';
import type { WeightStore } from './store.ts';

export interface ObtainedModel {
  manifest: Manifest;
  graph: Uint8Array<ArrayBuffer>;
  weights: Uint8Array<ArrayBuffer>;
  /** The content of the vocabulary file. */
  vocabulary: string;
  /** Whether all its files are kept for the next visit. */
  isKept: boolean;
  /** Whether there is another version to go on with, should this one fail its known answers. */
  isOnTrial: boolean;
  /** Whether it gave all its known answers in this place before, so that one of them is enough. */
  isProvenOn(place: string): boolean;
  /** To be called once it has given its known answers in this place: it is the version in use from now on. */
  accept(place: string): Promise<void>;
  /** To be called when it gave others: it is not tried again. */
  refuse(): Promise<void>;
}

export interface ObtainModelOptions {
  /** Absolute address of the folder that holds `registry.json`. */
  weightsUrl: string;
  /** The version of the site, whichever is in use: it neither takes over nor counts as a trial. */
  choice?: 'published' | undefined;
  graph: GraphKind;
  /** Told `verifying` and `downloading` as they happen. */
  onState: (state: StartState) => void;
}

/**
 * Obtains the version to read with. Where files can be kept they are fetched once; where they cannot, they are held
 * in memory for this visit.
 *
 * @throws UndertoneError `model-unavailable`, `model-corrupt`
 */
export async function obtainModel({
  weightsUrl,
  choice,
  graph: kind,
  onState,
}: ObtainModelOptions): Promise<ObtainedModel> {
  onState({ kind: 'verifying' });
  const { manifest: published, folderUrl } = await findPublished(weightsUrl);
  const store = await openWeightStore(published.id);
  const state = await readSlots(store);
  const isOnlySeen = choice === 'published';
  const manifest = isOnlySeen ? published : await chooseVersion(store, state, published);
  const isOnTrial = !isOnlySeen && state.current !== null && !isCurrent(state, manifest);
  if (isOnTrial) await writeSlots(store, begun(state, manifest));
  const files = readFiles(manifest, kind);
  const [weights, graph, vocabulary] = await obtainFiles(files, { store, folderUrl, onState });
  if (!weights || !graph || !vocabulary) throw new UndertoneError('internal');
  return {
    manifest,
    graph,
    weights,
    vocabulary: new TextDecoder().decode(vocabulary),
    isKept: await areKept(store, files),
    isOnTrial,
    isProvenOn: (place) => isProvenOn(state, manifest, place),
    accept: async (place) => {
      if (!isOnlySeen) await settle(store, proved(state, manifest, place), published);
    },
    refuse: () => settle(store, refused(state, manifest), published),
  };
}

/** The version in use, unless the published one may take its place or nothing is left of the other. */
async function chooseVersion(
  store: WeightStore | null,
  state: Slots,
  published: Manifest,
): Promise<Manifest> {
  const { current } = state;
  if (current === null || mayStart(state, published, await areKept(store, readFiles(published))))
    return published;
  return (await areKept(store, readFiles(current))) ? current : published;
}

/** Keeps the slots, and of the files those of the versions that may still be started. */
async function settle(store: WeightStore | null, state: Slots, published: Manifest): Promise<void> {
  await writeSlots(store, state);
  const versions = [state.current, state.other, isWanted(state, published) ? published : null];
  const names = versions.flatMap((model) =>
    model === null
      ? []
      : Object.values(model.files).flatMap(({ name, packed }) =>
          packed === undefined ? [name] : [name, packed.name],
        ),
  );
  await store?.keepOnly([slotsName, ...names]).catch(() => undefined);
}
