/**
 * The page and Node give the same answers: the default model, one by one as people read texts, and together by the
 * kernel, as the rows of a file are read.
 */
import { afterEach, beforeAll, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { tones } from '#core/contracts/analysis';
import { createMixedTexts } from '../bench/texts.ts';
import { readingOf, type Reading } from '../reading.ts';
import { cleanUp, createKernelOnlyWorker, openEngine } from './engine-kit.ts';
import { goldenTexts, loadShippedModel, shippedModelsUrl } from './shipped-model.ts';

/** Half a percent of the texts: verdicts that stand on a threshold in one of the two. */
const mostLabelsDiffer = 1 / 200;
/** Rounding an activation the other way moves a probability by some hundredths; more than this is a fault. */
const mostDifference = 0.05;

/** Has the page read texts, one by one with the engine that people wait for. */
async function readOneByOne(texts: readonly string[]): Promise<Reading[]> {
  const engine = openEngine({ weightsUrl: shippedModelsUrl });
  const readings: Reading[] = [];
  for (const text of texts) readings.push(readingOf(await engine.analyze({ text, anyLanguage: true })));
  return readings;
}

/** Has the page read texts as it reads the rows of a file. */
async function readAsRows(texts: readonly string[]): Promise<Reading[]> {
  const engine = openEngine({ createWorker: createKernelOnlyWorker, weightsUrl: shippedModelsUrl });
  const { results } = await engine.readRows(texts, { anyLanguage: true });
  return results.flatMap((result) => (result.kind === 'read' ? [readingOf(result.reading)] : []));
}

export interface ParityOptions {
  /** The golden texts, and made ones of mixed length up to this number; no sentence comes twice in them. */
  textCount: number;
  /** Whether the figures are for the model card, if anybody asks for them. */
  isKept: boolean;
}

/** Declares the tests, over so many texts. */
export function comparePageWithNode({ textCount, isKept }: ParityOptions): void {
  const written = goldenTexts();
  const texts = [...written, ...createMixedTexts(textCount - written.length)];
  let inNode: Reading[];

  beforeAll(async () => {
    expect(new Set(texts).size).toBe(textCount);
    inNode = await commands.readWithNode(texts);
  }, 900_000);
  afterEach(cleanUp);

  it.each([
    ['one by one', readOneByOne],
    ['as the rows of a file', readAsRows],
  ])('reads %s as Node does', { timeout: 900_000 }, async (_, readInPage) => {
    const inPage = await readInPage(texts);
    expect(inPage).toHaveLength(textCount);
    const differences = inPage
      .map((reading, i) =>
        Math.max(
          ...tones.map((tone) =>
            Math.abs(reading.probabilities[tone] - (inNode[i]?.probabilities[tone] ?? 2)),
          ),
        ),
      )
      .toSorted((a, b) => a - b);
    const largest = differences.at(-1) ?? Number.NaN;
    const differing = inPage.flatMap((reading, i) => {
      const other = inNode[i];
      return other === undefined || other.label === reading.label ? [] : [{ reading, other }];
    });
    if (isKept && readInPage === readOneByOne) {
      await commands.keepParity({
        texts: texts.length,
        labelsDiffer: differing.length,
        largest,
        p99: differences[Math.floor(differences.length * 0.99)],
      });
    }

    expect(largest).toBeLessThanOrEqual(mostDifference);
    expect(differing.length).toBeLessThanOrEqual(textCount * mostLabelsDiffer);
    const { answer, review } = (await loadShippedModel()).manifest.thresholds;
    for (const { reading, other } of differing) {
      const distances = [...reading.confidences, ...other.confidences].flatMap((confidence) =>
        [answer, review].map((threshold) => Math.abs(confidence - threshold)),
      );
      expect(Math.min(...distances)).toBeLessThanOrEqual(largest);
    }
  });
}
