import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStartWatch } from '../../../src/engine/start-watch.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function watch() {
  const expired: string[] = [];
  return {
    expired,
    watch: createStartWatch({ startMs: 1000, stallMs: 300 }, (which) => expired.push(which)),
  };
}

it('ends a start that says nothing', () => {
  const { expired } = watch();
  vi.advanceTimersByTime(1000);
  expect(expired).toEqual([]);
  vi.advanceTimersByTime(5000);
  expect(expired).toEqual(['start']);
});

it('does not count the time in which the page was asleep', () => {
  const { expired, watch: starting } = watch();
  starting.enter('downloading');
  // After a sleep a timer that was due many times fires once.
  for (let sleep = 0; sleep < 5; sleep += 1) vi.advanceTimersToNextTimer();
  expect(expired).toEqual([]);
});

it('lets a download take as long as it brings something', () => {
  const { expired, watch: starting } = watch();
  for (let piece = 0; piece < 100; piece += 1) {
    starting.enter('downloading');
    vi.advanceTimersByTime(299);
  }
  expect(expired).toEqual([]);
  vi.advanceTimersByTime(600);
  expect(expired).toEqual(['stall']);
});

it('counts what comes before and after a download together', () => {
  const { expired, watch: starting } = watch();
  vi.advanceTimersByTime(600);
  starting.enter('downloading');
  vi.advanceTimersByTime(200);
  starting.enter('downloading');
  vi.advanceTimersByTime(200);
  starting.enter('warming');
  vi.advanceTimersByTime(300);
  starting.enter('proving');
  vi.advanceTimersByTime(90);
  expect(expired).toEqual([]);
  vi.advanceTimersByTime(60);
  expect(expired).toEqual(['start']);
});

it('says nothing once it is stopped', () => {
  const { expired, watch: starting } = watch();
  starting.stop();
  vi.advanceTimersByTime(10_000);
  expect(expired).toEqual([]);
});
