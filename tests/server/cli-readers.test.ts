import { afterAll, expect, it } from 'vitest';
import { createRowReaders, processesFor } from '../../server/cli-readers.ts';
import { LocalEngine } from '../../server/local-engine.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { germanText } from './texts.ts';

const engine = new LocalEngine({ modelsDir: fixtureModelsDir, where: 'cli' });
afterAll(() => engine.dispose());

const options = { engine, modelsDir: fixtureModelsDir, modelId: undefined, anyLanguage: false };
const batches = Array.from({ length: 6 }, (_, batch) => [
  ...Array.from({ length: 20 }, (__, i) => `Room ${i} on day ${batch} was ${i % 2 ? 'cold' : 'lovely'}.`),
  germanText,
]);

it('reads alike in any number of processes', async () => {
  const alone = createRowReaders(options, 0);
  const together = createRowReaders(options, 2);
  try {
    expect([alone.atOnce, together.atOnce]).toEqual([1, 4]);
    const expected = await Promise.all(batches.map(alone.read));
    expect(await Promise.all(batches.map(together.read))).toEqual(expected);
    expect(expected[0]?.at(-1)).toMatchObject({ kind: 'other-language', languageCode: 'de' });
  } finally {
    together.dispose();
  }
});

it('reads here what a process could not', async () => {
  const readers = createRowReaders({ ...options, modelsDir: `${fixtureModelsDir}/nowhere` }, 1);
  try {
    const results = await Promise.all(batches.map(readers.read));
    expect(results.flat().filter(({ kind }) => kind === 'read')).toHaveLength(6 * 20);
  } finally {
    readers.dispose();
  }
});

it('takes a process for each processor where there is enough to read', () => {
  expect(processesFor(200, 8)).toBe(0);
  expect(processesFor(100_000, 8)).toBe(8);
  expect(processesFor(100_000, 128)).toBe(16);
});
