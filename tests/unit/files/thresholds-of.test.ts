import { expect, it } from 'vitest';
import type { ModelInfo } from '#core/contracts/analysis';
import { knownThresholds, thresholdsOf } from '../../../src/features/files/pictures/thresholds-of.ts';
import { loadFixtureModel } from '../model-fixture.ts';

const { manifest } = await loadFixtureModel();
const now: ModelInfo = {
  name: manifest.name,
  version: manifest.version,
  sha256: manifest.files.weights.sha256,
};
const earlier: ModelInfo = { ...now, version: 'earlier' };
const own: ModelInfo = { name: 'Own', version: 'f', sha256: 'f', calibrated: false };
const even = { answer: 0.5, review: 0.5 };

it.each([
  ['nothing has been read yet', [], manifest.thresholds],
  ['all was read with the model there is now', [now], manifest.thresholds],
  ['all was read with a model of one’s own', [own], even],
  ['it was an earlier version, also one of the same weights', [earlier], null],
  ['other weights have the number of this version', [{ ...now, sha256: 'f' }], null],
  ['it was the one there is now and an earlier one', [earlier, now], null],
  ['lines of several do not agree', [now, own], null],
])('the lines, where %s', (_name, models, known) => {
  expect(knownThresholds(manifest, models)).toEqual(known);
  expect(thresholdsOf(manifest, models)).toEqual(known ?? manifest.thresholds);
});

it('are known of one’s own model even where nothing is known of the site’s', () => {
  expect(knownThresholds(null, [own])).toEqual(even);
  expect(knownThresholds(null, [now])).toBeNull();
});
