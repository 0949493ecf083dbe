/** Runs seen from several tabs: one reads, all see, and any of them may say what is to be done. */
import { afterEach, beforeAll, expect, it } from 'vitest';
import {
  cleanUpRuns,
  createTestReader,
  openTab,
  pass,
  reaches,
  resultOf,
  resultsOf,
  takeIn,
} from './runs-kit.ts';

beforeAll(cleanUpRuns);
afterEach(cleanUpRuns);

const texts = Array.from({ length: 1000 }, (_, row) => `Answer number ${row}`);
const expected = texts.map(resultOf);

/** Tabs of which the first leads. */
function openTwo() {
  const [first, second] = [createTestReader(), createTestReader()];
  second.leading.set(false);
  return { first, second, one: openTab(first), other: openTab(second) };
}

it('is read in the tab that leads, wherever it was started, and seen in all', async () => {
  const { first, second, one, other } = openTwo();
  const { id } = await takeIn(other, texts);
  await other.start(id);
  const [here, there] = await Promise.all([reaches(one, id, 'done'), reaches(other, id, 'done')]);
  expect(here).toEqual(there);
  expect(first.seen).toHaveLength(1000);
  expect(second.seen).toHaveLength(0);
  expect(await resultsOf(other, id)).toEqual(expected);
});

it('shows how fast it goes in the tabs that do not read', async () => {
  const { one, other } = openTwo();
  const { id } = await takeIn(one, texts);
  const rates: number[] = [];
  other.watch(id, (standing) => standing?.rowsPerSecond && rates.push(standing.rowsPerSecond));
  await one.start(id);
  await reaches(other, id, 'done');
  expect(rates.length).toBeGreaterThan(0);
});

it('pauses at the word of any tab', async () => {
  const { first, one, other } = openTwo();
  const { id } = await takeIn(one, texts);
  let isPaused: Promise<void> | null = null;
  first.before = async () => {
    if (first.seen.length > 200) await (isPaused ??= other.pause(id));
  };
  await one.start(id);
  const { counts } = await reaches(one, id, 'paused');
  expect(counts.rows).toBeLessThan(1000);
});

it('goes on in the tab that takes the lead', async () => {
  const { first, second, one, other } = openTwo();
  const { id } = await takeIn(one, texts);
  first.before = async () => {
    if (first.seen.length < 300) return;
    first.leading.set(false);
    second.leading.set(true);
    await new Promise(() => undefined);
  };
  await one.start(id);
  await reaches(one, id, 'done');
  expect(await resultsOf(one, id)).toEqual(expected);
  expect(second.seen.length).toBeGreaterThan(0);
  expect(new Set([...first.seen, ...second.seen]).size).toBe(1000);
  expect(other).toBeDefined();
});

it('is read by one of two tabs that both have an engine to themselves', async () => {
  const [first, second] = [createTestReader(), createTestReader()];
  const [one] = [openTab(first), openTab(second)];
  for (const reader of [first, second]) reader.before = () => pass(3);
  const { id } = await takeIn(one, texts);
  await one.start(id);
  await reaches(one, id, 'done');
  expect(first.seen.length * second.seen.length).toBe(0);
  expect(first.seen.length + second.seen.length).toBe(1000);
});

it('goes on by itself in the next visit, but not where reading sends texts', async () => {
  const before = createTestReader();
  const visit = openTab(before);
  const { id } = await takeIn(visit, texts);
  const isUnderWay = new Promise<void>((resolve) => {
    before.before = async () => {
      if (before.seen.length < 300) return;
      resolve();
      await new Promise(() => undefined);
    };
  });
  await visit.start(id);
  await isUnderWay;
  visit.dispose();

  const sending = openTab(createTestReader(), { goesOnUnasked: false });
  const { counts } = await reaches(sending, id, 'paused');
  await sending.start(id);
  expect(counts.rows).toBeLessThan(1000);
  await reaches(sending, id, 'done');
  expect(await resultsOf(sending, id)).toEqual(expected);
});

it('keeps the screen on in every tab while it runs, and counts as work in the one that reads', async () => {
  const { first, second } = { first: createTestReader(), second: createTestReader() };
  second.leading.set(false);
  const told: string[] = [];
  const note = (what: string) => () => {
    told.push(`${what} begins`);
    return () => void told.push(`${what} ends`);
  };
  const one = openTab(first, { whileReading: note('work'), whileRunning: note('light here') });
  const other = openTab(second, { whileReading: note('work there'), whileRunning: note('light there') });
  const { id } = await takeIn(one, texts);
  await one.start(id);
  await Promise.all([reaches(one, id, 'done'), reaches(other, id, 'done')]);
  await expect
    .poll(() => told.toSorted())
    .toEqual([
      'light here begins',
      'light here ends',
      'light there begins',
      'light there ends',
      'work begins',
      'work ends',
    ]);
});

it('is gone from all tabs once it is erased, also while it is read', async () => {
  const { first, one, other } = openTwo();
  const { id } = await takeIn(one, texts);
  const seen: unknown[] = [];
  other.watch(id, (standing) => seen.push(standing === null ? null : 'there'));
  let isErased: Promise<void> | null = null;
  first.before = async () => {
    if (first.seen.length > 200) await (isErased ??= other.erase(id));
  };
  await one.start(id);
  await expect.poll(() => seen.at(-1)).toBeNull();
  expect(await one.list()).toEqual([]);
  await expect(one.rows(id, {}, { by: 'row', descending: false }, 0, 10)).rejects.toMatchObject({
    code: 'not-found',
  });
});

it('takes no worker for dead that answers before it has its lock', async () => {
  let workers = 0;
  const runs = openTab(createTestReader(), {
    createWorker(name) {
      workers += 1;
      const url = new URL('./workers/late-lock.worker.ts', import.meta.url);
      return new Worker(url, { type: 'module', name });
    },
  });
  expect(await runs.list()).toEqual([]);
  const { id } = await takeIn(runs, texts);
  expect((await runs.list()).map((run) => run.id)).toEqual([id]);
  expect(workers).toBe(1);
});
