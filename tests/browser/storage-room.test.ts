/** Asking the browser to keep what is here: seldom, and never where the answer is known. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askToPersist, measureStorageRoom } from '../../src/storage/storage-room.ts';

const dayMs = 24 * 60 * 60_000;
const nowMs = Date.UTC(2026, 10, 21);

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

/** What the browser answers; the list grows with every time it is asked for good. */
function browserSays(isPersistent: boolean): number[] {
  const asked: number[] = [];
  vi.spyOn(navigator.storage, 'persisted').mockResolvedValue(isPersistent);
  vi.spyOn(navigator.storage, 'persist').mockImplementation(() => {
    asked.push(asked.length);
    return Promise.resolve(false);
  });
  return asked;
}

it('asks once, and again only after a month', async () => {
  const asked = browserSays(false);
  await askToPersist(nowMs);
  await askToPersist(nowMs + dayMs);
  expect(asked).toHaveLength(1);
  await askToPersist(nowMs + 31 * dayMs);
  expect(asked).toHaveLength(2);
});

it('does not ask for what it has', async () => {
  const asked = browserSays(true);
  await askToPersist(nowMs);
  expect(asked).toHaveLength(0);
});

it('does not ask where it could not remember that it did', async () => {
  const asked = browserSays(false);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('Not allowed.', 'SecurityError');
  });
  await askToPersist(nowMs);
  expect(asked).toHaveLength(0);
});

it('tells how much room there is, or nothing where the browser does not', async () => {
  await expect(measureStorageRoom()).resolves.toMatchObject({ isPersistent: expect.any(Boolean) });
  vi.spyOn(navigator.storage, 'estimate').mockRejectedValue(new TypeError('Not here.'));
  await expect(measureStorageRoom()).resolves.toBeNull();
});
