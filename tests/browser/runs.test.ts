/** A file from its bytes to the results of its rows, with the real worker and the real database. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cleanUpRuns, createTestReader, openTab, reaches, resultOf, resultsOf, takeIn } from './runs-kit.ts';

beforeEach(cleanUpRuns);
afterEach(cleanUpRuns);

const texts = Array.from({ length: 1000 }, (_, row) =>
  row % 10 === 9 ? '' : `Answer number ${row % 3 === 0 ? row % 7 : row}`,
);

it('gives every row the result of its text, in the order of the file, and reads each text once', async () => {
  const reader = createTestReader();
  const runs = openTab(reader);
  const { id, rows } = await takeIn(runs, texts);
  expect(rows).toBe(1000);
  await runs.start(id);
  const { counts, models } = await reaches(runs, id, 'done');
  expect(await resultsOf(runs, id)).toEqual(
    texts.map((text) => (text === '' ? { kind: 'empty' } : resultOf(text))),
  );
  const different = new Set(texts.filter((text) => text !== ''));
  expect(reader.seen.toSorted()).toEqual([...different].toSorted());
  expect(counts).toMatchObject({ rows: 1000, empty: 100, read: 900, repeated: 900 - different.size });
  expect(models).toHaveLength(1);
});
