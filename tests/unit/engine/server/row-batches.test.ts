import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchItem } from '#core/contracts/batch';
import { UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import { readInBatches } from '../../../../src/engine/server/row-batches.ts';
import { answer } from '../scripted-engine.ts';

function failed(index: number, code: ErrorCode): BatchItem {
  const error = new UndertoneError(code).toData();
  const problem = { type: `/problems/${code}`, title: '', status: 500, detail: '', instance: '', ...error };
  return { index, status: 'error', problem };
}

/** The text itself stands in the answer's id, so that one can tell which it was. */
const read = (index: number, text: string): BatchItem => ({
  index,
  status: 'ok',
  result: { ...answer, id: text },
});

describe('rows in batches', () => {
  it('are each read once, in their order, within the limits of the server', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 12 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 15 }),
        async (texts, batchItems, textCharacters) => {
          const sent: string[] = [];
          const results = await readInBatches(texts, { batchItems, textCharacters }, (portion) => {
            expect(portion.length).toBeLessThanOrEqual(batchItems);
            expect(portion.length).toBeGreaterThan(0);
            expect(portion.join('').length).toBeLessThanOrEqual(textCharacters);
            sent.push(...portion);
            return Promise.resolve(portion.map((text, index) => read(index, text)));
          });
          const fits = (text: string): boolean => text.length <= textCharacters;
          expect(sent).toEqual(texts.filter(fits));
          expect(results.map((each) => (each instanceof UndertoneError ? each.code : each.id))).toEqual(
            texts.map((text) => (fits(text) ? text : 'text-too-long')),
          );
        },
      ),
    );
  });

  it('are asked for again where the server did not come to them', async () => {
    const portions: string[][] = [];
    const results = await readInBatches(['a', 'b', 'c'], { batchItems: 9, textCharacters: 9 }, (portion) => {
      portions.push([...portion]);
      const items = portion.map((text, index) => read(index, text));
      return Promise.resolve(
        portions.length === 1
          ? [...items.slice(0, 1), failed(1, 'deadline-exceeded'), failed(2, 'server-busy')]
          : items,
      );
    });
    expect(portions).toEqual([['a', 'b', 'c'], ['b'], ['c']]);
    expect(results.map((each) => (each instanceof UndertoneError ? each.code : each.id))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('keep the faults of their texts', async () => {
    const results = await readInBatches(['a', ' '], { batchItems: 9, textCharacters: 9 }, () =>
      Promise.resolve([read(0, 'a'), failed(1, 'text-blank')]),
    );
    expect(results[1]).toMatchObject({ code: 'text-blank' });
  });

  it.each(['server-busy', 'engine-lost', 'internal'] as const)(
    'are given up where none of them can be read: %s',
    async (code) => {
      let asked = 0;
      const reading = readInBatches(['a', 'b'], { batchItems: 9, textCharacters: 9 }, (portion) => {
        asked += 1;
        return Promise.resolve(portion.map((_, index) => failed(index, code)));
      });
      await expect(reading).rejects.toMatchObject({ code });
      expect(asked).toBeLessThanOrEqual(2);
    },
  );

  it('take no answer that is not of each of them', async () => {
    const short = readInBatches(['a', 'b'], { batchItems: 9, textCharacters: 9 }, () =>
      Promise.resolve([read(0, 'a')]),
    );
    await expect(short).rejects.toMatchObject({ code: 'server-unreachable' });
  });
});
