import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '#core/contracts/manifest';
import { loadFixtureModel } from '../model-fixture.ts';
import {
  askedFor,
  begun,
  emptySlots,
  isNext,
  isProvenOn,
  isWanted,
  mayStart,
  proved,
  putOff,
  refused,
  slots,
  wentBack,
} from '../../../workers/weights/slots.ts';
import type { Slots } from '../../../workers/weights/slots.ts';

const place = 'wasm 1';
const here = { place, visit: 'one' };

/** A good start in a visit of its own. */
function inVisit(visit: string) {
  return { place, visit };
}
let first: Manifest;
let second: Manifest;
let third: Manifest;

beforeAll(async () => {
  const { manifest } = await loadFixtureModel();
  first = { ...manifest, version: '1.0.0' };
  second = { ...manifest, version: '1.1.0' };
  third = { ...manifest, version: '1.2.0' };
});

/** So many visits with good starts of the first version. */
function used(visits = 1): Slots {
  return Array.from({ length: visits }, (_, visit) => inVisit(`before ${visit}`)).reduce(
    (state, start) => proved(state, first, start),
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

  it('is the same after every further visit, so that nothing has to be written', () => {
    expect(JSON.stringify(proved(used(3), first, inVisit('one more')))).toBe(JSON.stringify(used(3)));
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

  it('takes over when it has proved itself, and the one before it stays for two more visits', () => {
    const taken = proved(begun(used(5), second), second, inVisit('one'));
    expect(taken).toMatchObject({ current: second, other: first });
    const twice = proved(taken, second, inVisit('two'));
    expect(twice.other).toEqual(first);
    expect(proved(twice, second, inVisit('three')).other).toBeNull();
  });

  it('is not proven by many starts of one visit', () => {
    const taken = proved(begun(used(), second), second, here);
    const often = [1, 2, 3, 4].reduce((state) => proved(state, second, here), taken);
    expect(often).toMatchObject({ current: second, other: first, goodVisits: 1 });
  });

  it('does not take over when it was left while it started', () => {
    const left = putOff(begun(used(), second), second);
    expect(proved(left, second, here).current).toEqual(first);
  });

  it('takes over at its last try as well', () => {
    const thrice = [1, 2, 3].reduce((state) => begun(state, second), used());
    expect(proved(thrice, second, here).current).toEqual(second);
  });

  it('is never tried again when its answers were wrong', () => {
    const after = refused(begun(used(), second), second);
    expect(after.current).toEqual(first);
    expect(isWanted(after, second)).toBe(false);
    expect(mayStart(after, second, true)).toBe(false);
    expect(mayStart(askedFor(after, second), second, true)).toBe(false);
    expect(mayStart(after, third, true)).toBe(true);
  });

  it('is given up after three starts that never came to an end', () => {
    const once = begun(used(), second);
    const twice = begun(once, second);
    expect(mayStart(twice, second, true)).toBe(true);
    const thrice = begun(twice, second);
    expect(mayStart(thrice, second, true)).toBe(false);
    expect(isNext(thrice, second)).toBe(false);
    expect(isNext(thrice, third)).toBe(true);
    expect(isNext(askedFor(thrice, second), second)).toBe(true);
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
    expect(isNext(back, second)).toBe(false);
    expect(mayStart(back, second, true)).toBe(false);
    expect(isNext(back, third)).toBe(true);
  });

  it('leaves the newer one to be asked for, also when its files are gone long since', () => {
    const back = wentBack(proved(used(), second, here));
    const settled = ['one', 'two', 'three'].reduce(
      (state, visit) => proved(state, first, inVisit(visit)),
      back,
    );
    expect(settled.other).toBeNull();
    expect(isWanted(settled, second)).toBe(true);
    expect(isNext(settled, second)).toBe(false);
    expect(mayStart(askedFor(settled, second), second, true)).toBe(true);
  });

  it('twice is going forward', () => {
    const taken = proved(used(), second, here);
    const again = wentBack(wentBack(taken));
    expect(again).toMatchObject({ current: second, other: first });
    expect(proved(again, second, here).current).toEqual(second);
    expect(again.putOff).toHaveLength(1);
    expect(again.refused).toEqual([]);
  });
});

it('slots are plain data that their own schema reads', () => {
  const state = wentBack(proved(used(), second, here));
  expect(slots.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

describe('a place', () => {
  it('is proven for the version in use, once that gave its known answers there', () => {
    expect(isProvenOn(emptySlots, first, place)).toBe(false);
    expect(isProvenOn(used(), first, place)).toBe(true);
    expect(isProvenOn(used(), first, 'webgpu 1')).toBe(false);
    expect(isProvenOn(used(), second, place)).toBe(false);
  });

  it('stays proven beside others, and not for another version', () => {
    const both = proved(used(), first, { ...here, place: 'webgpu 1' });
    expect(isProvenOn(both, first, place)).toBe(true);
    const moved = proved(both, second, { ...here, place: 'webgpu 1' });
    expect(isProvenOn(moved, second, 'webgpu 1')).toBe(true);
    expect(isProvenOn(moved, second, place)).toBe(false);
    expect(isProvenOn(wentBack(moved), first, place)).toBe(false);
  });
});
