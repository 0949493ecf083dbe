/** The end of long work that nobody watched shows on the app's icon, until somebody looks. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { badgeEndOfWork } from '../../src/pwa/badge.ts';
import { createWork } from '../../src/pwa/work.ts';
import type { Work } from '../../src/pwa/work.ts';

let badge: 'set' | 'clear';
let work: Work;
let nowMs: number;
let end: () => void;

function look(visibility: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility);
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  badge = 'set';
  nowMs = 0;
  // The icon itself, which a test has no eyes for.
  vi.spyOn(navigator, 'setAppBadge').mockImplementation(() => {
    badge = 'set';
    return Promise.resolve();
  });
  vi.spyOn(navigator, 'clearAppBadge').mockImplementation(() => {
    badge = 'clear';
    return Promise.resolve();
  });
  work = createWork();
  end = badgeEndOfWork(work, { longMs: 1000, nowMs: () => nowMs });
});
afterEach(() => {
  end();
  vi.restoreAllMocks();
});

function workFor(durationMs: number): void {
  const done = work.begin();
  nowMs += durationMs;
  done();
}

it('is cleared when the app comes up', () => {
  expect(badge).toBe('clear');
});

it('shows the end of long work in a hidden page, and goes when it is looked at', () => {
  look('hidden');
  workFor(1000);
  expect(badge).toBe('set');
  look('visible');
  expect(badge).toBe('clear');
});

it('does not show what was seen, or was short', () => {
  look('visible');
  workFor(5000);
  expect(badge).toBe('clear');
  look('hidden');
  workFor(999);
  expect(badge).toBe('clear');
});

it('waits for the last of several works, and counts from the first', () => {
  look('hidden');
  const first = work.begin();
  nowMs += 600;
  const second = work.begin();
  first();
  expect(work.get()).toBe(true);
  expect(badge).toBe('clear');
  nowMs += 600;
  second();
  second();
  expect(work.get()).toBe(false);
  expect(badge).toBe('set');
});
