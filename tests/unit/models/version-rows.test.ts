import { beforeAll, expect, it } from 'vitest';
import type { Manifest } from '#core/contracts/manifest';
import { versionRows } from '../../../src/features/models/version-rows.ts';
import type { VersionFacts } from '../../../src/features/models/version-rows.ts';
import { loadFixtureModel } from '../model-fixture.ts';

const sizeBytes = 18_000_000;
const before = { name: 'Undertone', version: '1.0.0', sizeBytes };
const newest = { name: 'Undertone', version: '1.1.0', sizeBytes };
const published = { version: '1.1.0', sizeBytes };
let manifest: Manifest;

beforeAll(async () => {
  ({ manifest } = await loadFixtureModel());
});

/** Each row as one line: the version, what is said of it, and its button in brackets. */
function lines(facts: Partial<Omit<VersionFacts, 'versions'>> & Pick<VersionFacts, 'versions'>): string[] {
  const rows = versionRows({
    published,
    running: { version: '1.0.0', isKept: true },
    isOwnModelInUse: false,
    ...facts,
  });
  return rows.map(({ version, said, action }) =>
    `${version} ${said}${action === null ? '' : ` [${action.label}]`}`.replaceAll('\u00A0', ' '),
  );
}

const used = () => ({ ...before, manifest, isHere: true });
const usedNewest = () => ({ ...newest, manifest, isHere: true });
const running = { version: '1.1.0', isKept: true };

it('a newer version is there to get, beside the one in use', () => {
  const versions = { current: used(), other: null, newer: { ...newest, isHere: false, isPutOff: false } };
  expect(lines({ versions })).toEqual(['1.1.0 Newer · 18 MB to get [Get it]', '1.0.0 In use · takes 18 MB']);
});

it('a newer version that is here waits for the next start', () => {
  const versions = { current: used(), other: null, newer: { ...newest, isHere: true, isPutOff: false } };
  expect(lines({ versions })[0]).toBe(
    '1.1.0 Here; takes over at the next start, once it has given its known answers [Start it now]',
  );
});

it('while a model of the person’s own reads, no version is started', () => {
  const facts = { running: null, isOwnModelInUse: true };
  const versions = { current: used(), other: null, newer: { ...newest, isHere: true, isPutOff: false } };
  expect(lines({ versions, ...facts })).toEqual([
    '1.1.0 Here; takes over at the next start, once it has given its known answers',
    '1.0.0 Here for when your own model is not in use · takes 18 MB',
  ]);
});

it('once it has taken over, the one before it is a press away', () => {
  const versions = { current: usedNewest(), other: before, newer: null };
  expect(lines({ versions, running })).toEqual([
    '1.1.0 In use · takes 18 MB',
    '1.0.0 Kept, so that you can go back [Go back to 1.0.0]',
  ]);
});

it('gone back, the older one is used from the next start, and there is a way forward again', () => {
  const versions = { current: used(), other: newest, newer: null };
  expect(lines({ versions, running })).toEqual([
    '1.1.0 In use until the next start [Use 1.1.0 again]',
    '1.0.0 In use from the next start [Start it now]',
  ]);
  expect(lines({ versions })).toEqual([
    '1.1.0 Kept, so that you can go back [Use 1.1.0 again]',
    '1.0.0 In use · takes 18 MB',
  ]);
});

it('a version that was put off can be had again', () => {
  for (const isHere of [false, true]) {
    const versions = { current: used(), other: null, newer: { ...newest, isHere, isPutOff: true } };
    expect(lines({ versions })[0]).toBe(
      '1.1.0 You went back from it, or it did not start · 18 MB to get [Get it again]',
    );
  }
});

it('a version that is not to be used is said to be so', () => {
  const versions = { current: used(), other: null, newer: null };
  expect(lines({ versions })).toEqual([
    '1.1.0 Not used here: it failed its known answers',
    '1.0.0 In use · takes 18 MB',
  ]);
});

it('where nothing is kept, the one of the site is read with from memory', () => {
  const versions = { current: null, other: null, newer: null };
  expect(lines({ versions, running: null })).toEqual(['1.1.0 Not on this device yet · 18 MB to get']);
  expect(lines({ versions, running: { version: '1.1.0', isKept: false } })[0]).toContain('in memory');
  // Kept when it started, and erased since.
  expect(lines({ versions, running })).toEqual([
    '1.1.0 In use for this visit; erased here, and fetched again at the next one',
  ]);
  const little = { current: usedNewest(), other: null, newer: null };
  expect(lines({ versions: little, running: { ...running, isKept: false } })[0]).toContain('in memory');
});
