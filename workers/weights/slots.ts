/**
 * Which version of a model is in use, which one was before, and which are not to be tried again. A new version is
 * tried once its files are all here; it takes over when it has given its known answers, and the one before it stays
 * until it has started well a few times.
 */
import * as z from 'zod/mini';
import { manifest } from '#core/contracts/manifest';
import type { Manifest, ModelFile } from '#core/contracts/manifest';
import type { GraphKind } from '../ort/backend.ts';

/** Good starts of a version after which the one before it may go. */
const provenStarts = 3;
/** Starts of a new version that never came to an end, each for a reason of its own perhaps, before it is given up. */
const mostTries = 3;
/** Versions not to be tried again that are remembered. */
const mostRefused = 20;
/** Places where the current version was proven that are remembered. */
const mostPlaces = 8;

export const slots = z.object({
  /** The version in use; null before the first start. */
  current: z.nullable(manifest),
  /** The version before it, or the one gone back from. */
  other: z.nullable(manifest),
  /** Good starts of `current` since it took over. */
  goodStarts: z.int(),
  /** Begun and unfinished starts of a version that is not `current` yet. */
  tries: z.object({ version: z.string(), count: z.int() }),
  /** Where `current` gave all its known answers. */
  provenOn: z.array(z.string()),
  /** Versions that failed, or that the person went back from. */
  refused: z.array(z.string()),
});
export type Slots = z.infer<typeof slots>;

export const emptySlots: Slots = {
  current: null,
  other: null,
  goodStarts: 0,
  tries: { version: '', count: 0 },
  provenOn: [],
  refused: [],
};

/** What tells two versions apart: the same number with other files is another version. */
function versionOf(model: Manifest): string {
  const marks = readFiles(model).map(({ sha256 }) => sha256.slice(0, 16));
  return [model.version, ...marks].join(' ');
}

/** The files that reading with this model takes; by themselves, those of the processor's graph. */
export function readFiles(
  { files }: Manifest,
  graph: GraphKind = 'graphCpu',
): [weights: ModelFile, graph: ModelFile, vocabulary: ModelFile] {
  return [files.weights, files[graph], files.vocabulary];
}

/**
 * Whether the published version is to be started; otherwise the current one is.
 *
 * @param isHere whether all files of the published version are kept
 */
export function mayStart(state: Slots, published: Manifest, isHere: boolean): boolean {
  if (state.current === null || isCurrent(state, published)) return true;
  return isWanted(state, published) && isHere;
}

/** Whether the published version should be fetched, to be started at the next visit. */
export function isWanted(state: Slots, published: Manifest): boolean {
  const version = versionOf(published);
  const isExhausted = state.tries.version === version && state.tries.count >= mostTries;
  return (
    state.current !== null && !isCurrent(state, published) && !isExhausted && !state.refused.includes(version)
  );
}

export function isCurrent(state: Slots, model: Manifest): boolean {
  return state.current !== null && versionOf(state.current) === versionOf(model);
}

/** To be kept before a version is started that is not the current one: a start that never ends counts too. */
export function begun(state: Slots, model: Manifest): Slots {
  const version = versionOf(model);
  const count = state.tries.version === version ? state.tries.count + 1 : 1;
  return { ...state, tries: { version, count } };
}

/** After the known answers were right in this place, such as a backend of this browser. */
export function proved(state: Slots, model: Manifest, place: string): Slots {
  const tries = emptySlots.tries;
  if (!isCurrent(state, model))
    return { ...state, current: model, other: state.current, goodStarts: 1, tries, provenOn: [place] };
  const goodStarts = state.goodStarts + 1;
  const other = goodStarts >= provenStarts ? null : state.other;
  const provenOn = [place, ...state.provenOn.filter((one) => one !== place)].slice(0, mostPlaces);
  return { ...state, current: model, other, goodStarts, tries, provenOn };
}

/** Whether this version gave all its known answers in this place before. */
export function isProvenOn(state: Slots, model: Manifest, place: string): boolean {
  return isCurrent(state, model) && state.provenOn.includes(place);
}

/** After the known answers were wrong: never again. */
export function refused(state: Slots, model: Manifest): Slots {
  return {
    ...state,
    refused: [...state.refused, versionOf(model)].slice(-mostRefused),
    tries: emptySlots.tries,
  };
}

/** Back to the other version; asked for again, forward again. Nothing changes where there is no other. */
export function wentBack(state: Slots): Slots {
  const { current, other } = state;
  if (current === null || other === null) return state;
  const version = versionOf(other);
  const kept = refused(state, current).refused.filter((one) => one !== version);
  return { ...state, current: other, other: current, goodStarts: 0, provenOn: [], refused: kept };
}
