import { expect, it } from 'vitest';
import { retryAfterMs } from '../../../../src/engine/server/retry-after.ts';

const nowMs = Date.UTC(2026, 10, 29, 12, 0, 0);

it.each([
  ['4', 4000],
  [' 120 ', 120_000],
  ['0', 0],
  ['Sun, 29 Nov 2026 12:00:30 GMT', 30_000],
  ['Sun, 29 Nov 2026 11:59:00 GMT', 0],
  [null, null],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['soon', null],
  ['2026-11-29', null],
])('of “%s” comes %s', (header, expected) => {
  expect(retryAfterMs(header, nowMs)).toBe(expected);
});
