/**
 * From the registry to a version that is ready to be started. A newer version is fetched beside the one in use and
 * takes over at a later start, once it has given its known answers.
 */
import { UndertoneError } from '#core/contracts/errors';
import type { Manifest } from '#core/contracts/manifest';
import type { StartState, VersionChoice } from '../inference-api.ts';
import type { GraphKind } from '../ort/backend.ts';
import { findKept, findModel, forgetModelsBefore } from './find-model.ts';
import { areKept, obtainFiles, readAhead } from './obtain-files.ts';
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
  usedFrom,
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
  choice: VersionChoice;
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
  choice,
  onState,
}: ObtainModelOptions): Promise<ObtainedModel> {
  onState({ kind: 'verifying' });
  // What was in use last is read while the site is asked: most often its answer is that nothing has changed.
  const kept = findKept(weightsUrl).catch(() => null);
  const isOnlySeen = choice === 'published';
  const ahead = isOnlySeen
    ? null
    : kept.then((last) => last && readAhead(last.store, readFiles(last.manifest, kind)));
  const { manifest: published, folderUrl } = await findModel(weightsUrl, kept);
  const store = await openWeightStore(published.id);
  const state = await readSlots(store);
  // Files of another model lie elsewhere, and would be missed there at the next start.
  const readAlready = (await kept)?.manifest.id === published.id ? await ahead : null;
  // What is damaged is removed when it is read, and only then does it no longer count as kept.
  if (readAlready !== null) await Promise.all(readAlready.values());
  const chosen = isOnlySeen ? published : await chooseVersion(store, state, published, choice);
  const before = isOnlySeen || isCurrent(state, chosen) ? null : state.current;
  if (before !== null) await changeSlots(store, (now) => begun(now, chosen));
  const filesOf = (model: Manifest) =>
    obtainFiles(readFiles(model, kind), { store, folderUrl, onState, ahead: readAlready });
  const { manifest, bytes } = await firstToCome(before === null ? [chosen] : [chosen, before], filesOf);
  const [weights, graph, vocabulary] = bytes;
  if (!weights || !graph || !vocabulary) throw new UndertoneError('internal');

  /** Changes the slots, and keeps of the files those of the versions that may still be started. */
  async function settle(change: (now: Slots) => Slots): Promise<void> {
    const now = await changeSlots(store, change);
    const versions = [now.current, now.other, isNext(now, published) ? published : null];
    const names = versions.flatMap((model) =>
      model === null
        ? []
        : Object.values(model.files).flatMap(({ name, packed }) =>
            packed === undefined ? [name] : [name, packed.name],
          ),
    );
    await store?.keepOnly([slotsName, ...names]).catch(() => undefined);
    if (isSettled(now)) await forgetModelsBefore(weightsUrl, published.id);
  }

  return {
    manifest,
    graph,
    weights,
    vocabulary: new TextDecoder().decode(vocabulary),
    isKept: await areKept(store, readFiles(manifest, kind)),
    isOnTrial: before !== null && manifest === chosen,
    isProvenOn: (place) => isProvenOn(state, manifest, place),
    async accept(place) {
      if (isOnlySeen) return;
      const use = { site: weightsUrl, atMs: Date.now() };
      await settle((now) => usedFrom(proved(now, manifest, { place, visit }), use));
    },
    refuse: () => settle((now) => refused(now, manifest)),
    putOff: () => settle((now) => putOff(now, manifest)),
  };
}

/** The files of the first version that can be had: a newer one that turns out not to be here costs the one in use nothing. */
async function firstToCome(
  [first, ...others]: readonly Manifest[],
  filesOf: (model: Manifest) => Promise<Uint8Array<ArrayBuffer>[]>,
): Promise<{ manifest: Manifest; bytes: Uint8Array<ArrayBuffer>[] }> {
  if (first === undefined) throw new UndertoneError('internal');
  try {
    return { manifest: first, bytes: await filesOf(first) };
  } catch (thrown) {
    if (others.length === 0) throw thrown;
    return firstToCome(others, filesOf);
  }
}

/** The version in use, unless the published one may take its place or nothing is left of the other. */
async function chooseVersion(
  store: WeightStore | null,
  state: Slots,
  published: Manifest,
  choice: VersionChoice,
): Promise<Manifest> {
  const { current } = state;
  if (current === null) return published;
  if (choice === 'usual' && mayStart(state, published, await areKept(store, readFiles(published))))
    return published;
  return (await areKept(store, readFiles(current))) ? current : published;
}
