/** When a worker counts as hanging. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRunWatch } from '../../../src/engine/run-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('says so once when nothing is heard while readings are open', () => {
  const onSilent = vi.fn();
  const watch = createRunWatch(1000, onSilent);
  watch.expect(1);
  vi.advanceTimersByTime(999);
  expect(onSilent).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5000);
  expect(onSilent).toHaveBeenCalledTimes(1);
});

it('begins anew with every sign of the worker', () => {
  const onSilent = vi.fn();
  const watch = createRunWatch(1000, onSilent);
  watch.expect(2);
  for (let sign = 0; sign < 10; sign += 1) {
    vi.advanceTimersByTime(900);
    watch.heard();
  }
  expect(onSilent).not.toHaveBeenCalled();
});

it('waits for nothing while no reading is open', () => {
  const onSilent = vi.fn();
  const watch = createRunWatch(1000, onSilent);
  watch.expect(1);
  watch.expect(0);
  vi.advanceTimersByTime(10_000);
  watch.expect(1);
  vi.advanceTimersByTime(900);
  expect(onSilent).not.toHaveBeenCalled();
});
