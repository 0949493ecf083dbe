/**
 * Which version of a model is in use, which one was before, and which are not to be tried again. A new version is
 * tried once its files are all here; it takes over when it has given its known answers, and the one before it stays
 * until the new one has started well in a few visits.
 */
import * as z from 'zod/mini';
import { manifest } from '#core/contracts/manifest';
import type { Manifest, ModelFile } from '#core/contracts/manifest';
import type { GraphKind } from '../ort/backend.ts';

/** Visits in which a version started well, after which the one before it may go. */
const provenVisits = 3;
/** Starts of a new version that never came to an end, each for a reason of its own perhaps, before it is given up. */
const mostTries = 3;
/** Versions not to be started that are remembered, of each kind. */
const mostRefused = 20;
/** Places where the current version was proven that are remembered. */
const mostPlaces = 8;
const dayMs = 24 * 60 * 60_000;

export const slots = z.object({
  /** The version in use; null before the first start. */
  current: z.nullable(manifest),
  /** The version before it, or the one gone back from. */
  other: z.nullable(manifest),
  /** Visits in which `current` started well since it took over, and the last of them. */
  goodVisits: z.int(),
  lastVisit: z.string(),
  /** Begun and unfinished starts of a version that is not `current` yet. */
  tries: z.object({ version: z.string(), count: z.int() }),
  /** Where `current` gave all its known answers. */
  provenOn: z.array(z.string()),
  /** Versions that gave wrong known answers: never again. */
  refused: z.array(z.string()),
  /** Versions that the person went back from, or that did not start: not again until the person asks for them. */
  putOff: z.array(z.string()),
  /** From which site `current` was started last, and when (milliseconds since 1970), to within a day. */
  used: z.object({ site: z.string(), atMs: z.number() }),
});
export type Slots = z.infer<typeof slots>;

export const emptySlots: Slots = {
  current: null,
  other: null,
  goodVisits: 0,
  lastVisit: '',
  tries: { version: '', count: 0 },
  provenOn: [],
  refused: [],
  putOff: [],
  used: { site: '', atMs: 0 },
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
  return isNext(state, published) && isHere;
}

/** Whether the published version is worth offering to a person. */
export function isWanted(state: Slots, published: Manifest): boolean {
  return (
    state.current !== null && !isCurrent(state, published) && !state.refused.includes(versionOf(published))
  );
}

/** Whether the published version takes over by itself once its files are here. */
export function isNext(state: Slots, published: Manifest): boolean {
  const version = versionOf(published);
  const isExhausted = state.tries.version === version && state.tries.count >= mostTries;
  return isWanted(state, published) && !isExhausted && !state.putOff.includes(version);
}

/** Whether this is the other version, to which one click goes. */
export function isOther(state: Slots, model: Manifest): boolean {
  return state.other !== null && versionOf(state.other) === versionOf(model);
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

/** One start, as far as it is remembered. */
export interface GoodStart {
  /** Where the known answers were right, such as a backend of this browser. */
  place: string;
  /** Tells visits apart: an engine may be started many times in one. */
  visit: string;
}

/** After the known answers were right. A version that the person has left meanwhile does not take over. */
export function proved(state: Slots, model: Manifest, { place, visit }: GoodStart): Slots {
  const tries = emptySlots.tries;
  if (!isCurrent(state, model)) {
    const isLeft = state.current !== null && !isWanted(state, model);
    if (isLeft || state.putOff.includes(versionOf(model))) return { ...state, tries };
    const others = { current: model, other: state.current };
    return { ...state, ...others, goodVisits: 1, lastVisit: visit, tries, provenOn: [place] };
  }
  // Counted no further than it matters, so that what is kept need not be written at every start.
  const isCounted = visit === state.lastVisit || state.goodVisits >= provenVisits;
  const goodVisits = state.goodVisits + (isCounted ? 0 : 1);
  const lastVisit = isCounted ? state.lastVisit : visit;
  const other = goodVisits >= provenVisits ? null : state.other;
  const provenOn = [place, ...state.provenOn.filter((one) => one !== place)].slice(0, mostPlaces);
  return { ...state, current: model, other, goodVisits, lastVisit, tries, provenOn };
}

/** Whether the current version has started well in enough visits for what was before it to go. */
export function isSettled(state: Slots): boolean {
  return state.goodVisits >= provenVisits;
}

/** Whether this version gave all its known answers in this place before. */
export function isProvenOn(state: Slots, model: Manifest, place: string): boolean {
  return isCurrent(state, model) && state.provenOn.includes(place);
}

/** After a start from a site; one within a day of the last that was noted is not, since it would be written each time. */
export function usedFrom(state: Slots, use: Slots['used']): Slots {
  const isNoted = state.used.site === use.site && use.atMs - state.used.atMs < dayMs;
  return isNoted ? state : { ...state, used: use };
}

/** After the known answers were wrong: never again. */
export function refused(state: Slots, model: Manifest): Slots {
  return { ...state, refused: withVersion(state.refused, model), tries: emptySlots.tries };
}

/** After a version did not start, or was left: not again by itself. */
export function putOff(state: Slots, model: Manifest): Slots {
  return { ...state, putOff: withVersion(state.putOff, model), tries: emptySlots.tries };
}

/** At the person's word, a version may start again that was put off; one that was refused may not. */
export function askedFor(state: Slots, model: Manifest): Slots {
  const version = versionOf(model);
  return { ...state, putOff: state.putOff.filter((one) => one !== version), tries: emptySlots.tries };
}

/** Back to the other version; asked for again, forward again. Nothing changes where there is no other. */
export function wentBack(state: Slots): Slots {
  const { current, other } = state;
  if (current === null || other === null) return state;
  const next = askedFor(putOff(state, current), other);
  return { ...next, current: other, other: current, goodVisits: 0, lastVisit: '', provenOn: [] };
}

function withVersion(versions: readonly string[], model: Manifest): string[] {
  const version = versionOf(model);
  return [...versions.filter((one) => one !== version), version].slice(-mostRefused);
}
