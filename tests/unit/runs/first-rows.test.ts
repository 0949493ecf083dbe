/** The table of first rows is a map from texts to rows, in less room. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textDigest } from '#core/table/text-digest';
import { createFirstRows } from '#core/table/first-rows';

it('knows for every text in which row it stood first', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 300 }), (texts) => {
      const table = createFirstRows();
      const first = new Map<string, number>();
      for (const [row, text] of texts.entries()) {
        if (!first.has(text)) first.set(text, row);
        expect(table.firstOf(textDigest(text), row)).toBe(first.get(text));
      }
      expect(table.size).toBe(first.size);
    }),
  );
});

it('grows, and forgets nothing over it', () => {
  const table = createFirstRows();
  for (let row = 0; row < 40_000; row += 1) table.firstOf(textDigest(`text ${row % 30_000}`), row);
  expect(table.size).toBe(30_000);
  for (let row = 0; row < 30_000; row += 1) {
    expect(table.firstOf(textDigest(`text ${row}`), 99_999)).toBe(row);
  }
});
