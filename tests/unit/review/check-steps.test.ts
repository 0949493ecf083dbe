/** A blind check from its first answer to its figures. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noCounts } from '#core/contracts/run';
import { figuresOf, standingOf } from '../../../src/storage/blind-figures.ts';
import {
  endedNow,
  isWaiting,
  withAnswer,
  withoutAnswer,
  withSeen,
} from '../../../src/features/review/check-steps.ts';
import type { BlindCheck } from '../../../src/storage/blind-check.ts';
import type { CorrectedLabel } from '../../../src/storage/corrections.ts';

const rows = [7, 3, 12];
const fresh: BlindCheck = {
  runId: 'run',
  seed: 1,
  drawnFrom: 40,
  rows,
  seen: [],
  answers: [],
  endedAtMs: null,
};
const counts = { ...noCounts().byLabel, negative: 30, positive: 10 };

function answered(check: BlindCheck, row: number, label: CorrectedLabel | null, wasSeen = false): BlindCheck {
  return withAnswer(check, { row, label, modelLabel: 'negative' }, { wasSeen, nowMs: 5 });
}

const whole = answered(answered(answered(fresh, 7, 'negative'), 3, 'negative'), 12, 'positive');

test('figures come with the last answer, and not before', () => {
  const half = answered(answered(fresh, 7, 'negative'), 3, 'negative');
  expect(half.endedAtMs).toBeNull();
  expect(figuresOf(half, counts)).toBeNull();
  expect(whole.endedAtMs).toBe(5);
  const figures = figuresOf(whole, counts);
  expect(figures?.agreement.percent).toMatchObject({ count: 2, of: 3 });
  expect(figures?.table.negative).toEqual({ negative: 2, neutral: 0, positive: 1, mixed: 0 });
  expect(figures?.corrected.checked).toBe(3);
});

test('an answer that was given after the model’s was seen has no part in the figures', () => {
  const one = answered(answered(answered(fresh, 7, 'negative'), 3, 'negative', true), 12, 'positive');
  expect(standingOf(one)).toMatchObject({ answered: 3, notBlind: 1 });
  expect(figuresOf(one, counts)?.agreement.percent).toMatchObject({ count: 1, of: 2 });
  expect(figuresOf(one, counts)?.corrected.checked).toBe(2);
  const none = endedNow(answered(fresh, 3, 'negative', true), 9);
  expect(none.endedAtMs).toBe(9);
  expect(figuresOf(none, counts)).toBeNull();
});

test('a row that was passed over has no part in the figures, and keeps the check open', () => {
  const skipped = answered(answered(answered(fresh, 7, 'negative'), 3, null), 12, 'positive');
  expect(skipped.endedAtMs).toBeNull();
  expect(standingOf(skipped)).toEqual({ total: 3, answered: 2, skipped: 1, notBlind: 0 });
  const ended = endedNow(skipped, 9);
  expect(ended.endedAtMs).toBe(9);
  expect(figuresOf(ended, counts)?.answered).toBe(2);
  expect(answered(skipped, 3, 'mixed').endedAtMs).toBe(5);
});

test('there is nothing to end without an answer', () => {
  expect(endedNow(fresh, 9)).toBe(fresh);
  expect(endedNow(answered(fresh, 7, null), 9).endedAtMs).toBeNull();
});

test('an answer given after the model’s was seen is told apart', () => {
  const blindOf = (check: BlindCheck, row: number) => check.answers.find((one) => one.row === row)?.isBlind;
  expect(blindOf(answered(fresh, 7, 'negative'), 7)).toBe(true);
  expect(blindOf(answered(fresh, 7, 'negative', true), 7)).toBe(false);
  expect(blindOf(answered(withSeen(fresh, 7), 7, 'negative'), 7)).toBe(false);
  // Changed once both stand there, or taken back and given anew.
  const first = answered(fresh, 7, 'negative');
  expect(blindOf(answered(first, 7, 'positive'), 7)).toBe(false);
  expect(blindOf(answered(withoutAnswer(first, 7, null), 7, 'positive'), 7)).toBe(false);
  // One that was passed over showed nothing.
  const skipped = answered(fresh, 7, null);
  expect(blindOf(answered(skipped, 7, 'positive'), 7)).toBe(true);
  expect(blindOf(answered(withoutAnswer(skipped, 7, null), 7, 'positive'), 7)).toBe(true);
});

test('an answer that is taken back leaves what it had taken the place of', () => {
  const first = answered(fresh, 7, 'negative');
  const earlier = first.answers[0] ?? null;
  const changed = answered(first, 7, 'positive');
  expect(withoutAnswer(changed, 7, earlier).answers).toEqual(first.answers);
  expect(withoutAnswer(first, 7, null).answers).toEqual([]);
  expect(withoutAnswer(first, 3, null)).toBe(first);
});

test('rows wait until they have an answer; those of other rows are none of its matter', () => {
  expect(isWaiting(fresh, 3)).toBe(true);
  expect(isWaiting(answered(fresh, 3, null), 3)).toBe(true);
  expect(isWaiting(answered(fresh, 3, 'mixed'), 3)).toBe(false);
  expect(isWaiting(fresh, 4)).toBe(false);
  expect(withSeen(fresh, 4)).toBe(fresh);
});

test('whatever is done, a row has one answer, and what has ended stays as it is', () => {
  const label = fc.constantFrom<(CorrectedLabel | null)[]>('negative', 'neutral', 'positive', 'mixed', null);
  const step = fc.record({
    kind: fc.constantFrom('answer', 'back', 'end'),
    row: fc.constantFrom(...rows),
    label,
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let check = fresh;
      for (const { kind, row, label: given } of steps) {
        const before = check;
        if (kind === 'answer') check = answered(check, row, given);
        else if (kind === 'back') check = withoutAnswer(check, row, null);
        else check = endedNow(check, 9);
        if (before.endedAtMs !== null) expect(check).toBe(before);
        expect(new Set(check.answers.map((one) => one.row)).size).toBe(check.answers.length);
        expect(figuresOf(check, counts) === null).toBe(
          check.endedAtMs === null || !check.answers.some((one) => one.label !== null && one.isBlind),
        );
      }
    }),
  );
});
