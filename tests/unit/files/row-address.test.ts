import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowKinds } from '#core/contracts/run';
import type { RowFilter, RowSort } from '#core/contracts/run';
import {
  fileOrder,
  filterParameters,
  openParameters,
  rowsOf,
  sortParameters,
} from '../../../src/features/files/row-address.ts';

const percents = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }));
const ratings = fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 100 }));

const filters: fc.Arbitrary<RowFilter> = fc.record(
  {
    kinds: fc.uniqueArray(fc.constantFrom(...rowKinds), { minLength: 1 }),
    confidence: percents.map(([from, to]) => ({ from: from / 1000, to: to / 1000 })),
    group: fc.string(),
    rating: ratings.map(([from, to]) => ({ from: from / 2, to: to / 2 })),
    needsReview: fc.constant(true),
    search: fc.string().filter((text) => text.trim() !== ''),
  },
  { requiredKeys: [] },
);

const sorts: fc.Arbitrary<RowSort> = fc.record({
  by: fc.constantFrom('row', 'score', 'confidence', 'doubt', 'date', 'rating'),
  descending: fc.boolean(),
});

const opened = fc.record({ row: fc.nat(1e6), place: fc.option(fc.nat(1e6)) });

/** As the address holds them: what is null is not in it, the rest is text and comes through a query unharmed. */
function throughAnAddress(changes: Record<string, string | null>): Record<string, string> {
  const kept = Object.entries(changes).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return Object.fromEntries(new URLSearchParams(new URLSearchParams(kept).toString()));
}

describe('rows in the address', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(filters, sorts, fc.option(opened), (filter, sort, open) => {
        const parameters = throughAnAddress({
          ...filterParameters(filter),
          ...sortParameters(sort),
          ...openParameters(open),
        });
        expect(rowsOf(parameters)).toEqual({ filter, sort, open });
      }),
    );
  });

  it('leave nothing in the address where nothing is chosen', () => {
    const parameters = { ...filterParameters({}), ...sortParameters(fileOrder), ...openParameters(null) };
    expect(throughAnAddress(parameters)).toEqual({});
  });

  it('are those of the file where the address means nothing', () => {
    const anything = fc.dictionary(
      fc.constantFrom('show', 'sure', 'rated', 'look', 'sort', 'row'),
      fc.string({ unit: 'grapheme' }).map((text) => `?${text}`),
    );
    fc.assert(
      fc.property(anything, (parameters) => {
        expect(rowsOf(parameters)).toEqual({ filter: {}, sort: fileOrder, open: null });
      }),
    );
  });

  it('never ask for more than all of the sureness there is', () => {
    expect(rowsOf({ sure: '50 900' }).filter.confidence).toEqual({ from: 0.5, to: 1 });
  });
});
