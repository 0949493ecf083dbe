/** The history of readings and the step to the version of the database that holds it, in a real database. */
import { beforeEach, expect, test } from 'vitest';
import {
  eraseReading,
  eraseReadings,
  eraseReadingsBefore,
  findReadings,
  keepReading,
  measureReadings,
} from '../../src/storage/history.ts';
import type { PastReading } from '../../src/storage/history.ts';

const readingOf = (text: string, readAtMs: number): PastReading => ({
  text,
  label: 'positive',
  confidence: 0.9,
  modelName: 'tone',
  modelVersion: '1',
  readAtMs,
});

const textsOf = async (words: string, most = 10) =>
  (await findReadings(words, most)).readings.map(({ text }) => text);

beforeEach(() => eraseReadings());

test('the latest come first, are found by their words, and are counted in full', async () => {
  for (const [index, text] of ['A fine Room.', 'A rude waiter.', 'The room was cold.'].entries()) {
    await keepReading(readingOf(text, index));
  }
  expect(await textsOf('')).toEqual(['The room was cold.', 'A rude waiter.', 'A fine Room.']);
  expect(await textsOf(' ROOM ')).toEqual(['The room was cold.', 'A fine Room.']);
  expect(await findReadings('room', 1)).toMatchObject({
    total: 2,
    readings: [{ text: 'The room was cold.' }],
  });
  expect(await textsOf('nowhere')).toEqual([]);
  expect(await measureReadings()).toEqual({ count: 3, sizeBytes: 44 });
});

test('of the same text only the latest reading is kept', async () => {
  await keepReading(readingOf('A fine room.', 1));
  await keepReading(readingOf('Another.', 2));
  await keepReading({ ...readingOf('A fine room.', 3), label: 'mixed' });
  expect(await findReadings('', 10)).toMatchObject({
    total: 2,
    readings: [{ text: 'A fine room.', label: 'mixed', readAtMs: 3 }, { text: 'Another.' }],
  });
});

test('one goes, those before a time go, all go', async () => {
  for (const timeMs of [1, 2, 3, 4]) await keepReading(readingOf(`Text ${timeMs}`, timeMs));
  await eraseReading('Text 3');
  await eraseReadingsBefore(2);
  expect(await textsOf('')).toEqual(['Text 4', 'Text 2']);
  await eraseReadings();
  expect(await measureReadings()).toEqual({ count: 0, sizeBytes: 0 });
});
