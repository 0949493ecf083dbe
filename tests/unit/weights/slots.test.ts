import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '#core/contracts/manifest';
import { loadFixtureModel } from '../model-fixture.ts';
import {
  begun,
  emptySlots,
  isProvenOn,
  isWanted,
  mayStart,
  proved,
  refused,
  slots,
  wentBack,
} from '../../../workers/weights/slots.ts';
import type { Slots } from '../../../workers/weights/slots.ts';

const here = 'wasm 1';
let first: Manifest;
let second: Manifest;
let third: Manifest;

beforeAll(async () => {
  const { manifest } = await loadFixtureModel();
  first = { ...manifest, version: '1.0.0' };
  second = { ...manifest, version: '1.1.0' };
  third = { ...manifest, version: '1.2.0' };
});

/** So many good starts of the first version. */
function used(starts = 1): Slots {
  return Array.from({ length: starts }, () => first).reduce(
    (state, model) => proved(state, model, here),
    emptySlots,
  );
}

describe('a first version', () => {
  it('may start before its files are here, and is in use once it has proved itself', () => {
    expect(mayStart(emptySlots, first, false)).toBe(true);
    expect(used().current).toEqual(first);
    expect(used().other).toBeNull();
    expect(isWanted(used(), first)).toBe(false);
  });

  it('has nothing to go back to', () => {
    expect(wentBack(used())).toEqual(used());
  });
});

describe('a newer version', () => {
  it('is wanted, and may start once it is here', () => {
    expect(isWanted(used(), second)).toBe(true);
    expect(mayStart(used(), second, false)).toBe(false);
    expect(mayStart(used(), second, true)).toBe(true);
  });

  it('is another one too when only its files changed', () => {
    const { files } = first;
    const republished = {
      ...first,
      files: { ...files, weights: { ...files.weights, sha256: '0'.repeat(64) } },
    };
    expect(isWanted(used(), republished)).toBe(true);
  });

  it('takes over when it has proved itself, and the one before it stays for two more good starts', () => {
    const taken = proved(begun(used(5), second), second, here);
    expect(taken).toMatchObject({ current: second, other: first });
    expect(proved(taken, second, here).other).toEqual(first);
    expect(proved(proved(taken, second, here), second, here).other).toBeNull();
  });

  it('is never tried again when its answers were wrong', () => {
    const after = refused(begun(used(), second), second);
    expect(after.current).toEqual(first);
    expect(isWanted(after, second)).toBe(false);
    expect(mayStart(after, second, true)).toBe(false);
    expect(mayStart(after, third, true)).toBe(true);
  });

  it('is given up after three starts that never came to an end', () => {
    const once = begun(used(), second);
    const twice = begun(once, second);
    expect(mayStart(twice, second, true)).toBe(true);
    const thrice = begun(twice, second);
    expect(mayStart(thrice, second, true)).toBe(false);
    expect(isWanted(thrice, second)).toBe(false);
    expect(isWanted(thrice, third)).toBe(true);
  });

  it('has its unfinished starts forgotten when it takes over', () => {
    const taken = proved(begun(begun(used(), second), second), second, here);
    expect(taken.tries.count).toBe(0);
  });
});

describe('going back', () => {
  it('starts the one before, and does not take the newer one again by itself', () => {
    const back = wentBack(proved(used(), second, here));
    expect(back).toMatchObject({ current: first, other: second });
    expect(isWanted(back, second)).toBe(false);
    expect(mayStart(back, second, true)).toBe(false);
    expect(isWanted(back, third)).toBe(true);
  });

  it('twice is going forward', () => {
    const taken = proved(used(), second, here);
    const again = wentBack(wentBack(taken));
    expect(again).toMatchObject({ current: second, other: first });
    expect(proved(again, second, here).current).toEqual(second);
    expect(again.refused).toHaveLength(1);
  });
});

it('slots are plain data that their own schema reads', () => {
  const state = wentBack(proved(used(), second, here));
  expect(slots.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

describe('a place', () => {
  it('is proven for the version in use, once that gave its known answers there', () => {
    expect(isProvenOn(emptySlots, first, here)).toBe(false);
    expect(isProvenOn(used(), first, here)).toBe(true);
    expect(isProvenOn(used(), first, 'webgpu 1')).toBe(false);
    expect(isProvenOn(used(), second, here)).toBe(false);
  });

  it('stays proven beside others, and not for another version', () => {
    const both = proved(used(), first, 'webgpu 1');
    expect(isProvenOn(both, first, here)).toBe(true);
    const moved = proved(both, second, 'webgpu 1');
    expect(isProvenOn(moved, second, 'webgpu 1')).toBe(true);
    expect(isProvenOn(moved, second, here)).toBe(false);
    expect(isProvenOn(wentBack(moved), first, here)).toBe(false);
  });
});
