/** A run whose worker or tab dies at any moment: no row twice, none lost, and the results of one that nobody disturbed. */
import fc from 'fast-check';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { RowResult } from '#core/contracts/row-result';
import type { Run } from '#core/contracts/run';
import { createTableWorker } from '../../src/engine/runs/table-worker.ts';
import {
  cleanUpRuns,
  createTestReader,
  killableWorkers,
  openTab,
  pass,
  reaches,
  resultsOf,
  takeIn,
} from './runs-kit.ts';

beforeAll(cleanUpRuns);
afterEach(cleanUpRuns);

/** Many short slabs' worth, with texts that stand in several rows and rows without a text. */
const texts = Array.from({ length: 800 }, (_, row) => {
  if (row % 11 === 3) return '';
  return row % 4 === 1 ? `Said before ${row % 23}` : `Only here ${row}`;
});

interface Outcome {
  results: (RowResult | null)[];
  counts: Run['counts'];
}

async function undisturbed(): Promise<Outcome> {
  const runs = openTab(createTestReader());
  const { id } = await takeIn(runs, texts);
  await runs.start(id);
  const { counts } = await reaches(runs, id, 'done');
  const results = await resultsOf(runs, id);
  await runs.erase(id);
  runs.dispose();
  return { results, counts };
}

interface Blow {
  /** Texts that are read before it falls. */
  afterTexts: number;
  /** What dies: the table worker, or the whole tab. */
  what: 'worker' | 'tab';
  /** Tasks of the event loop between the texts and the blow, so that it falls between two steps of a commit too. */
  tasks: number;
}

const blows = fc.array(
  fc.record({
    afterTexts: fc.integer({ min: 0, max: 400 }),
    what: fc.constantFrom('worker' as const, 'tab' as const),
    tasks: fc.integer({ min: 0, max: 30 }),
  }),
  { minLength: 1, maxLength: 6 },
);

/** Runs the file through the blows, each of which a new tab or worker recovers from. */
async function disturbed(fall: readonly Blow[]): Promise<Outcome> {
  const first = openTab(createTestReader());
  const { id } = await takeIn(first, texts);
  first.dispose();
  let isStarted = false;
  for (const { afterTexts, what, tasks } of fall) {
    const reader = createTestReader();
    const { create, kill } = killableWorkers();
    const reached = new Promise<void>((resolve) => {
      reader.before = async () => {
        if (reader.seen.length >= afterTexts) resolve();
        // Readings take their time, so that several are under way.
        await pass(reader.seen.length % 5);
      };
    });
    const runs = openTab(reader, { createWorker: create });
    if (!isStarted) await runs.start(id);
    isStarted = true;
    const isDone = reaches(runs, id, 'done');
    await Promise.race([reached, isDone]);
    await pass(tasks);
    kill();
    if (what === 'tab') runs.dispose();
    else {
      await isDone;
      break;
    }
  }
  const last = openTab(createTestReader());
  const { counts } = await reaches(last, id, 'done');
  const results = await resultsOf(last, id);
  await last.erase(id);
  last.dispose();
  return { results, counts };
}

it('ends with the same results wherever it is killed', async () => {
  const expected = await undisturbed();
  await fc.assert(
    fc.asyncProperty(blows, async (fall) => {
      expect(await disturbed(fall)).toEqual(expected);
    }),
    { numRuns: 10, endOnFailure: true },
  );
});

it('keeps nothing twice where the worker dies between keeping and saying so', async () => {
  const expected = await undisturbed();
  // One answer after another is lost with the worker that gave it; the first word only says that it is there.
  for (let lost = 8; lost <= 19; lost += 1) {
    const first = openTab(createTestReader());
    const { id } = await takeIn(first, texts);
    first.dispose();
    let answers = 0;
    const runs = openTab(createTestReader(), {
      createWorker(name) {
        const worker = createTableWorker(name);
        worker.addEventListener('message', (event) => {
          answers += 1;
          if (answers !== lost) return;
          event.stopImmediatePropagation();
          worker.terminate();
        });
        return worker;
      },
    });
    await runs.start(id);
    const { counts } = await reaches(runs, id, 'done');
    expect({ counts, results: await resultsOf(runs, id) }).toEqual(expected);
    await runs.erase(id);
    runs.dispose();
  }
});
