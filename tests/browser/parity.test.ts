/** The page and Node give the same answers: the default model over two thousand texts in both. */
import { afterEach, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { manifest as manifestSchema, registry as registrySchema } from '#core/contracts/manifest';
import { tones } from '#core/contracts/analysis';
import golden from '../golden/golden.jsonl?raw';
import { createMixedTexts } from '../bench/texts.ts';
import { readingOf, type Reading } from '../reading.ts';
import { cleanUp, openEngine } from './engine-kit.ts';

const textCount = 2000;
/** Half a percent: verdicts that stand on a threshold in one of the two. */
const mostLabelsDiffer = textCount / 200;
/** Rounding an activation the other way moves a probability by some hundredths; more than this is a fault. */
const mostDifference = 0.05;

const modelsUrl = new URL('/models/', location.href).href;

afterEach(cleanUp);

/** The golden texts and made ones of mixed length, in which no sentence comes twice. */
function makeTexts(): string[] {
  const written = golden
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => Reflect.get(Object(JSON.parse(line)), 'text'))
    .filter((text) => typeof text === 'string');
  return [...written, ...createMixedTexts(textCount - written.length)];
}

async function readThresholds(): Promise<number[]> {
  const fetchJson = async (path: string): Promise<unknown> => (await fetch(new URL(path, modelsUrl))).json();
  const registry = registrySchema.parse(await fetchJson('registry.json'));
  const path = registry.models.find(({ id }) => id === registry.default)?.manifest ?? '';
  const { answer, review } = manifestSchema.parse(await fetchJson(path)).thresholds;
  return [answer, review];
}

it('reads two thousand texts as Node does', { timeout: 900_000 }, async () => {
  const texts = makeTexts();
  expect(new Set(texts).size).toBe(textCount);
  const inNode = await commands.readWithNode(texts);
  const engine = openEngine({ weightsUrl: modelsUrl });
  const inPage: Reading[] = [];
  for (const text of texts) inPage.push(readingOf(await engine.analyze({ text, anyLanguage: true })));

  const differences = inPage
    .map((reading, i) =>
      Math.max(
        ...tones.map((tone) => Math.abs(reading.probabilities[tone] - (inNode[i]?.probabilities[tone] ?? 2))),
      ),
    )
    .toSorted((a, b) => a - b);
  const largest = differences.at(-1) ?? Number.NaN;
  const differing = inPage.flatMap((reading, i) => {
    const other = inNode[i];
    return other === undefined || other.label === reading.label ? [] : [{ reading, other }];
  });
  await commands.keepParity({
    texts: texts.length,
    labelsDiffer: differing.length,
    largest,
    p99: differences[Math.floor(differences.length * 0.99)],
  });

  expect(largest).toBeLessThanOrEqual(mostDifference);
  expect(differing.length).toBeLessThanOrEqual(mostLabelsDiffer);
  const thresholds = await readThresholds();
  for (const { reading, other } of differing) {
    const distances = [...reading.confidences, ...other.confidences].flatMap((confidence) =>
      thresholds.map((threshold) => Math.abs(confidence - threshold)),
    );
    expect(Math.min(...distances)).toBeLessThanOrEqual(largest);
  }
});
