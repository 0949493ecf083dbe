import { expect, it } from 'vitest';
import { kindOfText } from '../../../src/i18n/models.ts';
import { loadFixtureModel } from '../model-fixture.ts';

it('every set the model was trained on or measured with has plain words', async () => {
  const { manifest } = await loadFixtureModel();
  const sources = manifest.training.sources.map(({ name }) => name);
  const measured = manifest.metrics.map(({ set }) => set).filter((set) => set !== 'total');
  expect(sources.length).toBeGreaterThan(0);
  for (const name of [...sources, ...measured]) expect(kindOfText(name), name).not.toMatch(/_|^[a-z]/);
});

it('a set without words keeps its name', () => {
  expect(kindOfText('letters_1890')).toBe('letters_1890');
});
