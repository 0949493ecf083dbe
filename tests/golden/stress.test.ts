/** The default model on the stress suite and the neutral texts: what its manifest publishes is what it does. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest, SwapKind } from '#core/contracts/manifest';
import { readNeutral, scoreNeutral } from '../../models/training/neutral-texts.ts';
import { openPredictor } from '../../models/training/predict.ts';
import { readStress, scoreStress } from '../../models/training/stress.ts';
import { readModelFiles } from '../../server/ort/model-files.ts';

/** A thousand texts take minutes where the processor is shared. */
const readingMs = 900_000;

/** Decimals in which processors agree. */
const digits = 3;

const stress = readStress();
const neutral = readNeutral();
let published: Manifest['stress'];
let measured: NonNullable<Manifest['stress']>;

beforeAll(async () => {
  const model = await readModelFiles('models');
  published = model.manifest.stress;
  const predict = await openPredictor(model);
  const readings = await predict(
    stress.flatMap(({ texts }) => texts),
    'stress suite',
  );
  const analyses = await predict(
    neutral.map(({ text }) => text),
    'neutral texts',
  );
  measured = { ...scoreStress(stress, readings), neutral: scoreNeutral(neutral, analyses) };
}, readingMs);

const rounded = (rows: readonly SwapKind[] | undefined) =>
  rows?.map(({ meanChange, largestChange, ...row }) => ({
    ...row,
    meanChange: meanChange.toFixed(digits),
    largestChange: largestChange.toFixed(digits),
  }));

describe('the stress suite', () => {
  // A model made before the suite publishes nothing of it, and has nothing to keep.
  it('is read as the manifest publishes, kind by kind', () => {
    expect(measured.toned).toEqual(published?.toned ?? measured.toned);
  });

  it('moves with names and groups as far as the manifest publishes', () => {
    expect(rounded(measured.swapped)).toEqual(rounded(published?.swapped ?? measured.swapped));
  });

  it('counts every case once', () => {
    const cases = [...measured.toned, ...measured.swapped].reduce((sum, row) => sum + row.cases, 0);
    expect(cases).toBe(stress.length);
    expect(new Set(stress.map(({ id }) => id)).size).toBe(stress.length);
  });
});

describe('the neutral texts', () => {
  it('are read as the manifest publishes, kind by kind', () => {
    expect(measured.neutral).toEqual(published?.neutral ?? measured.neutral);
  });

  it('are at least 300, all different', () => {
    expect(neutral.length).toBeGreaterThanOrEqual(300);
    expect(new Set(neutral.map(({ text }) => text)).size).toBe(neutral.length);
  });
});
