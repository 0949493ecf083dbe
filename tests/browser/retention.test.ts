/** What goes by itself of files, by the time that a person has set, and what never does; in a real database. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { forgetExpired } from '../../src/app/retention.ts';
import { historyWish } from '../../src/storage/history-wish.ts';
import { cleanUpRuns, createTestReader, openTab, reaches, takeIn } from './runs-kit.ts';

const texts = Array.from({ length: 300 }, (_, row) => `Answer number ${row}.`);
const dayMs = 24 * 60 * 60_000;

beforeAll(cleanUpRuns);
afterEach(async () => {
  historyWish.forget();
  localStorage.removeItem('undertone.history');
  await cleanUpRuns();
});

test('with a history a file goes by when it was last worked on, read to its end or not', async () => {
  const runs = openTab(createTestReader());
  const ready = await takeIn(runs, texts);
  const done = await takeIn(runs, texts);
  await runs.start(done.id);
  const { finishedAtMs, changedAtMs } = await reaches(runs, done.id, 'done');
  expect(changedAtMs).toBe(finishedAtMs);
  const paused = await takeIn(runs, texts);
  await runs.pause(paused.id);
  const { changedAtMs: pausedAtMs } = await reaches(runs, paused.id, 'paused');
  expect(pausedAtMs).toBeGreaterThanOrEqual(paused.createdAtMs);
  const ids = async () => new Set((await runs.list()).map(({ id }) => id));

  historyWish.set({ isKept: true, days: 30 });
  await forgetExpired(runs, ready.changedAtMs + 30 * dayMs);
  expect(await ids()).toEqual(new Set([ready.id, done.id, paused.id]));
  await forgetExpired(runs, pausedAtMs + 30 * dayMs);
  expect(await ids()).toEqual(new Set([paused.id]));
  await forgetExpired(runs, pausedAtMs + 30 * dayMs + 1);
  expect(await ids()).toEqual(new Set());
});

test('a file that is being read stays, and without a history so do those that were not read to the end', async () => {
  const reader = createTestReader();
  const runs = openTab(reader);
  const { id } = await takeIn(runs, texts);
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const halfWay = new Promise<void>((resolve) => {
    reader.before = async () => {
      resolve();
      await held;
    };
  });
  historyWish.set({ isKept: true, days: 30 });
  await runs.start(id);
  await halfWay;
  await forgetExpired(runs, Date.now() + 400 * dayMs);
  expect(await runs.list()).toMatchObject([{ id, state: 'running' }]);
  goOn();
  await reaches(runs, id, 'done');
  const ready = await takeIn(runs, texts);

  historyWish.set({ isKept: false, days: 30 });
  await forgetExpired(runs, Date.now() + 400 * dayMs);
  expect((await runs.list()).map((run) => run.id)).toEqual([ready.id, id]);
});
