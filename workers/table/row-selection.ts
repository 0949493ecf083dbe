/** Which rows a filter leaves, and in which order. */
import { isVerdict } from '#core/contracts/run';
import type { RowFilter, RowKind, RowSort } from '#core/contracts/run';
import { noDay } from './database.ts';
import { isForReview, kindCode, rowKindCodes } from './packed-results.ts';
import type { RunIndex } from './run-index.ts';

/**
 * The rows that the filter leaves, sorted. Rows without what is sorted by come last, whichever way it goes; equal ones
 * stand as in the file.
 *
 * @param hits by row, whether it holds the words searched for; null where none are
 */
export function selectRows(
  index: RunIndex,
  filter: RowFilter,
  sort: RowSort,
  hits: Uint8Array | null,
): Uint32Array {
  const tests = [...testsOf(index, filter), ...(hits === null ? [] : [(row: number) => hits[row] === 1])];
  const chosen = new Uint32Array(index.kinds.length);
  let length = 0;
  for (let row = 0; row < index.kinds.length; row += 1) {
    if (!tests.every((test) => test(row))) continue;
    chosen[length] = row;
    length += 1;
  }
  return sorted(chosen.subarray(0, length), index, sort);
}

type Test = (row: number) => boolean;

function testsOf({ kinds, confidences, percents, reviews, layout }: RunIndex, filter: RowFilter): Test[] {
  const { kinds: wanted, confidence, group, rating, needsReview: isWanted } = filter;
  const { ratings, groups, malformed } = layout;
  const tests: Test[] = [];
  if (wanted !== undefined) {
    const codes = codesOf(wanted);
    const withFaults = wanted.includes('malformed');
    tests.push((row) => codes[kinds[row] ?? 0] === 1 || (withFaults && malformed[row] === 1));
  }
  if (confidence !== undefined) {
    // Of the rounded figures, as they are shown: a row that says 95 % is one of those from 95 %.
    const range = { from: tenthsOf(confidence.from), to: tenthsOf(confidence.to) };
    tests.push((row) => !Number.isNaN(confidences[row] ?? NaN) && isWithin((percents[row] ?? 0) * 10, range));
  }
  if (rating !== undefined) tests.push((row) => isWithin(ratings?.[row], rating));
  if (group !== undefined) {
    const id = groups?.names.indexOf(group) ?? -1;
    tests.push((row) => groups?.ids[row] === id);
  }
  if (isWanted !== undefined) {
    tests.push((row) => !Number.isNaN(confidences[row]) && isForReview(reviews[row] ?? 0) === isWanted);
  }
  return tests;
}

/** By code, whether it is wanted. */
function codesOf(kinds: readonly RowKind[]): Uint8Array {
  const codes = new Uint8Array(rowKindCodes.length);
  for (const kind of kinds) if (isVerdict(kind) || kind !== 'malformed') codes[kindCode(kind)] = 1;
  return codes;
}

/** Of a percent, which is as finely as a range can be told. */
function tenthsOf(share: number): number {
  return Math.round(share * 1000);
}

function isWithin(value: number | undefined, { from, to }: { from: number; to: number }): boolean {
  return value !== undefined && value >= from && value <= to;
}

function sorted(rows: Uint32Array, index: RunIndex, { by, descending }: RowSort): Uint32Array {
  if (by === 'row') return descending ? rows.toReversed() : rows;
  const keys = keysOf(index, by);
  if (keys === null) return rows;
  // The doubtful come first in any case.
  const sign = descending && by !== 'doubt' ? -1 : 1;
  /** Those that somebody should look at before the others. */
  const rank = (row: number): number => (by === 'doubt' && !isForReview(index.reviews[row] ?? 0) ? 1 : 0);
  return rows.toSorted((one, other) => {
    const [first = NaN, second = NaN] = [keys[one], keys[other]];
    if (Number.isNaN(first) || Number.isNaN(second))
      return Number(Number.isNaN(first)) - Number(Number.isNaN(second)) || one - other;
    return rank(one) - rank(other) || sign * (first - second) || one - other;
  });
}

function keysOf(
  { scores, confidences, layout }: RunIndex,
  by: Exclude<RowSort['by'], 'row'>,
): Float64Array | null {
  if (by === 'score') return scores;
  if (by === 'rating') return layout.ratings;
  if (by === 'date')
    return layout.days && Float64Array.from(layout.days, (day) => (day === noDay ? NaN : day));
  return confidences;
}
