/** The screen stays on while something is under way, in a page that is looked at. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepAwake } from '../../src/pwa/wake-lock.ts';

/** Of each that was asked for, whether it was given back. */
let released: boolean[] = [];
let visibility: DocumentVisibilityState = 'visible';
const ends: (() => void)[] = [];

function look(next: DocumentVisibilityState): void {
  visibility = next;
  // As the browser does it.
  if (next === 'hidden') released.fill(true);
  document.dispatchEvent(new Event('visibilitychange'));
}

function begin(): () => void {
  const end = keepAwake();
  ends.push(end);
  return end;
}

beforeEach(() => {
  released = [];
  visibility = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  vi.stubGlobal(
    'navigator',
    new Proxy(navigator, {
      has: () => true,
      get: () => ({
        request: () => {
          const place = released.push(false) - 1;
          return Promise.resolve({
            get released() {
              return released[place];
            },
            release: () => {
              released[place] = true;
              return Promise.resolve();
            },
          });
        },
      }),
    }),
  );
});

afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('holds one lock until it is over', async () => {
  const end = begin();
  await expect.poll(() => released).toEqual([false]);
  end();
  await expect.poll(() => released).toEqual([true]);
  look('visible');
  expect(released).toEqual([true]);
});

it('asks again when the page is looked at again, and once only', async () => {
  begin();
  await expect.poll(() => released).toEqual([false]);
  look('hidden');
  expect(released).toEqual([true]);
  look('visible');
  look('visible');
  await expect.poll(() => released).toEqual([true, false]);
});

it('waits until a page that begins hidden is looked at', async () => {
  visibility = 'hidden';
  begin();
  expect(released).toEqual([]);
  look('visible');
  await expect.poll(() => released).toEqual([false]);
});

it('gives back what is granted after it was over', async () => {
  begin()();
  await expect.poll(() => released).toEqual([true]);
});
