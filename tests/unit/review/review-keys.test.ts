/** What the keys ask for, and which row comes next. */
import { expect, test } from 'vitest';
import { nextOpen } from '../../../src/features/review/next-open.ts';
import { actionOf } from '../../../src/features/review/review-keys.ts';
import type { KeyPress } from '../../../src/features/review/review-keys.ts';

const press = (key: string, more: Partial<KeyPress> = {}) =>
  actionOf({ key, altKey: false, ctrlKey: false, metaKey: false, repeat: false, ...more });

test.each([
  ['n', { kind: 'answer', label: 'negative' }],
  ['e', { kind: 'answer', label: 'neutral' }],
  ['p', { kind: 'answer', label: 'positive' }],
  ['m', { kind: 'answer', label: 'mixed' }],
  ['N', { kind: 'answer', label: 'negative' }],
  ['s', { kind: 'skip' }],
  ['z', { kind: 'undo' }],
  ['ArrowRight', { kind: 'move', step: 'next' }],
  ['ArrowDown', { kind: 'move', step: 'next' }],
  ['ArrowLeft', { kind: 'move', step: 'previous' }],
  ['ArrowUp', { kind: 'move', step: 'previous' }],
  ['Home', { kind: 'move', step: 'first' }],
  ['End', { kind: 'move', step: 'last' }],
  ['x', null],
  ['Enter', null],
  [' ', null],
  ['Tab', null],
])('%s', (key, action) => {
  expect(press(key)).toEqual(action);
});

test('with another key held it is a matter of the browser', () => {
  expect(press('z', { ctrlKey: true })).toBeNull();
  expect(press('p', { metaKey: true })).toBeNull();
  expect(press('ArrowLeft', { altKey: true })).toBeNull();
});

test('a key that is held down answers one row, but walks on', () => {
  expect(press('n', { repeat: true })).toBeNull();
  expect(press('ArrowRight', { repeat: true })).toEqual({ kind: 'move', step: 'next' });
});

test('the next row is the nearest open one, then what was passed over, then none', () => {
  expect(nextOpen([true, true, true], 0)).toBe(1);
  expect(nextOpen([true, false, false, true], 0)).toBe(3);
  expect(nextOpen([true, true, false], 2)).toBe(0);
  expect(nextOpen([false, true, false], 1)).toBeNull();
  expect(nextOpen([false, false], 0)).toBeNull();
  expect(nextOpen([], 0)).toBeNull();
});
