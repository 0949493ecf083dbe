/** Steps of a run as the page is told them: not each one, but the first, the last and every turn. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from '../../../src/features/files/paced.ts';

interface Step {
  state: 'running' | 'done';
  rows: number;
}

const leastMs = 250;
const running = (rows: number): Step => ({ state: 'running', rows });

function watching() {
  const passed: Step[] = [];
  const own = paced<Step>(
    (step) => passed.push(step),
    leastMs,
    (step, before) => step.state !== before.state,
  );
  return { ...own, passed, rows: () => passed.map(({ rows }) => rows) };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('of many steps in a row the first is told at once and the last when its time has come', () => {
  const { tell, rows } = watching();
  for (const count of [1, 2, 3, 4]) tell(running(count));
  expect(rows()).toEqual([1]);
  vi.advanceTimersByTime(leastMs);
  expect(rows()).toEqual([1, 4]);
});

test('steps that keep coming are told at every interval, also when they leave no gap', () => {
  const { tell, rows } = watching();
  for (let count = 0; count < 100; count += 1) {
    tell(running(count));
    vi.advanceTimersByTime(leastMs / 10);
  }
  expect(rows()).toEqual([0, 9, 19, 29, 39, 49, 59, 69, 79, 89, 99]);
});

test('a turn does not wait, and what waited before it is not told after it', () => {
  const { tell, passed } = watching();
  tell(running(1));
  tell(running(2));
  tell({ state: 'done', rows: 3 });
  vi.advanceTimersByTime(leastMs * 4);
  expect(passed).toEqual([running(1), { state: 'done', rows: 3 }]);
});

test('after a rest the next step is told at once', () => {
  const { tell, rows } = watching();
  tell(running(1));
  vi.advanceTimersByTime(leastMs);
  tell(running(2));
  expect(rows()).toEqual([1, 2]);
});

test('nothing is told after the end', () => {
  const { tell, end, rows } = watching();
  tell(running(1));
  tell(running(2));
  end();
  vi.advanceTimersByTime(leastMs * 4);
  expect(rows()).toEqual([1]);
});
