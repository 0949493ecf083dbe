/** Which rows of a run are shown, in which order, and which one is open: as the address says it, and back. */
import { rowKinds } from '#core/contracts/run';
import type { RowFilter, RowKind, RowSort } from '#core/contracts/run';
import type { Parameters } from '../../ui/place-address.ts';

const sortKeys = [
  'row',
  'score',
  'confidence',
  'doubt',
  'date',
  'rating',
] as const satisfies readonly RowSort['by'][];

/** Those of the address that are about rows. */
const names = {
  kinds: 'show',
  confidence: 'sure',
  group: 'group',
  rating: 'rated',
  needsReview: 'look',
  search: 'find',
} as const satisfies Record<Exclude<keyof RowFilter, 'unsureBelow'>, string>;
const sortName = 'sort';
const openName = 'row';
const yes = 'yes';

export interface RowsAddress {
  filter: RowFilter;
  sort: RowSort;
  /** The row that is open, and its place among the rows that are shown, as far as it is known. */
  open: { row: number; place: number | null } | null;
}

export const fileOrder: RowSort = { by: 'row', descending: false };

/** What an address says. Whatever it says that means nothing is left out. */
export function rowsOf(parameters: Parameters): RowsAddress {
  const filter: RowFilter = {};
  const kinds = (parameters[names.kinds] ?? '').split(' ').filter(isRowKind);
  if (kinds.length > 0) filter.kinds = kinds;
  const confidence = rangeOf(parameters[names.confidence]);
  if (confidence !== null) {
    filter.confidence = { from: shareOf(confidence.from), to: shareOf(confidence.to) };
  }
  const rating = rangeOf(parameters[names.rating]);
  if (rating !== null) filter.rating = rating;
  const group = parameters[names.group];
  if (group !== undefined) filter.group = group;
  if (parameters[names.needsReview] === yes) filter.needsReview = true;
  const search = parameters[names.search] ?? '';
  if (search.trim() !== '') filter.search = search;
  return { filter, sort: sortOf(parameters[sortName]), open: openOf(parameters[openName]) };
}

/** What of an address has to change, so that it says this; null takes a parameter out of it. */
export function filterParameters(filter: RowFilter): Record<string, string | null> {
  const { kinds, confidence, group, rating, needsReview, search } = filter;
  return {
    [names.kinds]: kinds === undefined || kinds.length === 0 ? null : kinds.join(' '),
    [names.confidence]:
      confidence === undefined
        ? null
        : rangeText({ from: percentOf(confidence.from), to: percentOf(confidence.to) }),
    [names.group]: group ?? null,
    [names.rating]: rating === undefined ? null : rangeText(rating),
    [names.needsReview]: needsReview === true ? yes : null,
    [names.search]: search === undefined || search.trim() === '' ? null : search,
  };
}

export function sortParameters(sort: RowSort): Record<string, string | null> {
  return { [sortName]: sort.by === 'row' && !sort.descending ? null : sortText(sort) };
}

export function openParameters(open: RowsAddress['open']): Record<string, string | null> {
  if (open === null) return { [openName]: null };
  return { [openName]: open.place === null ? String(open.row) : `${open.row}.${open.place}` };
}

/** "row", "-score": as in the address and in the list of orders. */
export function sortText({ by, descending }: RowSort): string {
  return descending ? `-${by}` : by;
}

export function sortOf(text: string | undefined): RowSort {
  const descending = text?.startsWith('-') ?? false;
  const by = sortKeys.find((key) => key === (descending ? text?.slice(1) : text));
  return by === undefined ? fileOrder : { by, descending };
}

function isRowKind(text: string): text is RowKind {
  return rowKinds.some((kind) => kind === text);
}

/** To a tenth of a percent, as the address has it. */
export function shareOf(percent: number): number {
  return Math.min(1, Math.max(0, Math.round(percent * 10) / 1000));
}

export function percentOf(share: number): number {
  return Math.round(share * 1000) / 10;
}

function rangeText({ from, to }: { from: number; to: number }): string {
  return `${from} ${to}`;
}

function rangeOf(text: string | undefined): { from: number; to: number } | null {
  const match = /^(\d+(?:\.\d+)?) (\d+(?:\.\d+)?)$/.exec(text ?? '');
  return match === null ? null : { from: Number(match[1]), to: Number(match[2]) };
}

function openOf(text: string | undefined): RowsAddress['open'] {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text ?? '');
  if (match === null) return null;
  return { row: Number(match[1]), place: match[2] === undefined ? null : Number(match[2]) };
}
