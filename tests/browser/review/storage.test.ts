/** What Review keeps, in a real database: answers of a blind check together with what is kept of the texts. */
import { beforeEach, expect, test } from 'vitest';
import type { BlindCheck } from '../../../src/storage/blind-check.ts';
import {
  addBlindCheck,
  blindCheckOf,
  changeBlindCheck,
  eraseBlindCheck,
  eraseBlindChecks,
  keepBlindChecksOf,
  measureBlindChecks,
} from '../../../src/storage/blind-checks.ts';
import {
  correctionOf,
  eraseCorrections,
  listCorrections,
  replaceCorrection,
  saveCorrection,
} from '../../../src/storage/corrections.ts';
import type { NewCorrection } from '../../../src/storage/corrections.ts';

const checkOf = (runId: string): BlindCheck => ({
  runId,
  seed: 1,
  drawnFrom: 9,
  rows: [4, 2],
  seen: [],
  answers: [],
  endedAtMs: null,
});
const correctionOfText = (text: string, label: NewCorrection['label'] = 'negative'): NewCorrection => ({
  text,
  label,
  modelLabel: 'unsure',
  modelName: 'Tone',
  modelVersion: '1',
  savedAtMs: 1,
});
const textsOf = async () => (await listCorrections()).map(({ text }) => text);

beforeEach(async () => {
  await eraseBlindChecks();
  await eraseCorrections();
});

test('a check is drawn once: another tab that draws as well gets the one that is there', async () => {
  expect(await blindCheckOf('a')).toBeNull();
  const [first, second] = await Promise.all([
    addBlindCheck(checkOf('a')),
    addBlindCheck({ ...checkOf('a'), seed: 2 }),
  ]);
  expect(second).toEqual(first);
  expect(await blindCheckOf('a')).toEqual(first);
});

test('changes from several tabs all come to be', async () => {
  await addBlindCheck(checkOf('a'));
  const see = (row: number) => changeBlindCheck('a', (check) => ({ ...check, seen: [...check.seen, row] }));
  await Promise.all([4, 2, 7].map(see));
  expect((await blindCheckOf('a'))?.seen.toSorted()).toEqual([2, 4, 7]);
});

test('an answer and what is kept of its text come together or not at all', async () => {
  await addBlindCheck(checkOf('a'));
  const answer = { row: 4, label: 'negative', modelLabel: 'unsure', isBlind: true } as const;
  await changeBlindCheck('a', (check) => ({ ...check, answers: [answer] }), {
    text: 'Cold.',
    correction: correctionOfText('Cold.'),
  });
  expect((await blindCheckOf('a'))?.answers).toEqual([answer]);
  expect(await correctionOf('Cold.')).toMatchObject({ label: 'negative' });

  const broken = changeBlindCheck(
    'a',
    () => {
      throw new Error('It breaks.');
    },
    { text: 'Warm.', correction: correctionOfText('Warm.') },
  );
  await expect(broken).rejects.toMatchObject({ code: 'storage-unavailable' });
  expect(await textsOf()).toEqual(['Cold.']);
});

test('a check that was erased meanwhile does not come back', async () => {
  await addBlindCheck(checkOf('a'));
  await eraseBlindCheck('a');
  await changeBlindCheck('a', (check) => check);
  expect(await blindCheckOf('a')).toBeNull();
});

test('those of runs that are gone go, and all of them with everything', async () => {
  for (const runId of ['a', 'b', 'c']) await addBlindCheck(checkOf(runId));
  await keepBlindChecksOf(['b', 'x']);
  expect(await blindCheckOf('a')).toBeNull();
  expect(await blindCheckOf('b')).not.toBeNull();
  expect(await measureBlindChecks()).toMatchObject({ count: 1 });
  await eraseBlindChecks();
  expect(await measureBlindChecks()).toEqual({ count: 0, sizeBytes: 0 });
});

test('one correction of a text, and one that is put back is where it was', async () => {
  for (const text of ['first', 'second', 'third']) await saveCorrection(correctionOfText(text));
  const earlier = await correctionOf('second');
  await replaceCorrection('second', {
    ...correctionOfText('second', 'mixed'),
    origin: { place: 'blind', runId: 'a', runName: 'a.csv', row: 4 },
  });
  expect(await textsOf()).toEqual(['second', 'third', 'first']);
  await replaceCorrection('second', earlier);
  expect(await textsOf()).toEqual(['third', 'second', 'first']);
  expect(await correctionOf('second')).toEqual(earlier);
  await replaceCorrection('second', null);
  expect(await textsOf()).toEqual(['third', 'first']);
});
