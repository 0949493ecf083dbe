/** The default model on the golden set: what its manifest publishes is what it does. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { GoldenKind } from '#core/contracts/manifest';
import { createAnalyzer } from '#core/analyze';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { readGolden, scoreGolden } from '../../models/training/golden.ts';
import { readModelFiles } from '../../server/ort/model-files.ts';
import { createNodeSession } from '../../server/ort/session.ts';

/** Below this share of labels the model is not fit to be shipped, whatever its card says. */
const leastPassShare = 0.5;
/** A wrong label that is sure of itself is worse than an honest doubt. */
const mostWrongShare = 0.1;

const golden = readGolden();
let published: GoldenKind[];
let analyses: Analysis[];

beforeAll(async () => {
  const { manifest, graphPath, vocabulary } = await readModelFiles('models');
  published = manifest.golden;
  const analyzer = createAnalyzer({
    session: await createNodeSession(graphPath),
    tokenizer: createTokenizer(vocabulary),
    manifest,
    engine: { where: 'cli', backend: 'node', threads: 1 },
  });
  // Without insisting on the language: a golden text that is taken for another language is a failure.
  const results = await analyzer.analyzeMany(golden.map(({ text }) => ({ text })));
  analyses = results.map((result, i) => {
    if (result instanceof UndertoneError) throw new Error(`${golden[i]?.id}: ${result.code}`);
    return result;
  });
});

describe('the golden set', () => {
  it('is read as the manifest publishes, kind by kind', () => {
    expect(scoreGolden(golden, analyses)).toEqual(published);
  });

  it('is read as labelled often enough, and seldom wrongly', () => {
    const passed = golden.filter(({ label }, i) => analyses[i]?.label === label).length;
    const wrong = golden.filter(({ label }, i) => {
      const given = analyses[i]?.label;
      return given !== label && given !== 'unsure';
    });
    expect(passed / golden.length).toBeGreaterThanOrEqual(leastPassShare);
    expect(wrong.length / golden.length, wrong.map(({ id }) => id).join(', ')).toBeLessThanOrEqual(
      mostWrongShare,
    );
  });

  it('holds 300 different texts, as many of each kind as its README says', () => {
    expect(new Set(golden.map(({ text }) => text)).size).toBe(300);
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    for (const { kind, texts } of scoreGolden(golden, [])) {
      const row = readme
        .split('\n')
        .find((line) => line.includes(`| ${kind} `) || line.includes(`\`${kind}\``));
      expect(row, kind).toContain(String(texts));
    }
  });
});
