/**
 * From the registry to a version that is ready to be started. A newer version is fetched beside the one in use and
 * takes over at a later start, once it has given its known answers.
 */
import { UndertoneError } from '#core/contracts/errors';
import type { Manifest } from '#core/contracts/manifest';
import type { StartState } from '../inference-api.ts';
import type { GraphKind } from '../ort/backend.ts';
import { areKept, obtainFiles } from './obtain-files.ts';
import { findModel, forgetModelsBefore } from './find-model.ts';
import { changeSlots, readSlots, slotsName } from './slots-file.ts';
import {
  begun,
  isCurrent,
  isNext,
  isProvenOn,
  isSettled,
  mayStart,
  proved,
  putOff,
  readFiles,
  refused,
} from './slots.ts';
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
  /** To be called when it gave others, and not for want of its surroundings: it is never tried again. */
  refuse(): Promise<void>;
  /** To be called when it did not start: it is not tried again until the person asks for it. */
  putOff(): Promise<void>;
}

export interface ObtainModelOptions {
  /** Absolute address of the folder that holds `registry.json`. */
  weightsUrl: string;
  graph: GraphKind;
  /** Tells this visit from others. */
  visit: string;
  /** Takes the version in use, although a newer one is ready to take over. */
  isCurrentOnly: boolean;
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
  graph: kind,
  visit,
  isCurrentOnly,
  onState,
}: ObtainModelOptions): Promise<ObtainedModel> {
  onState({ kind: 'verifying' });
  const { manifest: published, folderUrl } = await findModel(weightsUrl);
  const store = await openWeightStore(published.id);
  const state = await readSlots(store);
  const manifest = await chooseVersion(store, state, published, isCurrentOnly);
  const isOnTrial = state.current !== null && !isCurrent(state, manifest);
  if (isOnTrial) await changeSlots(store, (now) => begun(now, manifest));
  const files = readFiles(manifest, kind);
  const [weights, graph, vocabulary] = await obtainFiles(files, { store, folderUrl, onState });
  if (!weights || !graph || !vocabulary) throw new UndertoneError('internal');

  /** Changes the slots, and keeps of the files those of the versions that may still be started. */
  async function settle(change: (now: Slots) => Slots): Promise<void> {
    const now = await changeSlots(store, change);
    const versions = [now.current, now.other, isNext(now, published) ? published : null];
    const names = versions.flatMap((model) =>
      model === null ? [] : Object.values(model.files).map(({ name }) => name),
    );
    await store?.keepOnly([slotsName, ...names]).catch(() => undefined);
    if (isSettled(now)) await forgetModelsBefore(weightsUrl, published.id);
  }

  return {
    manifest,
    graph,
    weights,
    vocabulary: new TextDecoder().decode(vocabulary),
    isKept: await areKept(store, files),
    isOnTrial,
    isProvenOn: (place) => isProvenOn(state, manifest, place),
    accept: (place) =>
      settle((now) => ({
        ...proved(now, manifest, { place, visit }),
        used: { site: weightsUrl, atMs: Date.now() },
      })),
    refuse: () => settle((now) => refused(now, manifest)),
    putOff: () => settle((now) => putOff(now, manifest)),
  };
}

/** The version in use, unless the published one may take its place or nothing is left of the other. */
async function chooseVersion(
  store: WeightStore | null,
  state: Slots,
  published: Manifest,
  isCurrentOnly: boolean,
): Promise<Manifest> {
  const { current } = state;
  if (current === null) return published;
  if (!isCurrentOnly && mayStart(state, published, await areKept(store, readFiles(published))))
    return published;
  return (await areKept(store, readFiles(current))) ? current : published;
}
