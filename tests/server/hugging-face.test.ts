/** An independent reader of the same files: transformers.js gives the scores that the product gives. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '#core/analyze';
import { tones, type Probabilities } from '#core/contracts/analysis';
import { likeliest } from '#core/score/likeliest';
import { calibrate } from '#core/score/verdict';
import { normalise } from '#core/text/normalise';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { readGolden } from '../../models/training/golden.ts';
import { writeHuggingFaceFolder } from '../../models/training/hugging-face-folder.ts';
import { logitsOf } from '../../models/training/predict.ts';
import { readModelFiles } from '../../server/ort/model-files.ts';
import { createNodeSession } from '../../server/ort/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'undertone-hugging-face-'));
const texts = readGolden().filter(({ text }) => text.length < 200);
let analyzer: Analyzer;
let scoresOf: (text: string) => Promise<Probabilities>;

beforeAll(async () => {
  const { manifest, graphPath, vocabulary } = await readModelFiles('models/fixtures');
  writeHuggingFaceFolder(manifest, dirname(graphPath), join(folder, 'model'));
  env.allowRemoteModels = false;
  env.localModelPath = folder;
  const classify = await pipeline('text-classification', 'model', { dtype: 'q8', device: 'cpu' });
  scoresOf = async (text) => {
    const found = await classify(text, { top_k: tones.length });
    const scores = new Map(found.flat().map(({ label, score }) => [label, score]));
    return {
      negative: scores.get('negative') ?? Number.NaN,
      neutral: scores.get('neutral') ?? Number.NaN,
      positive: scores.get('positive') ?? Number.NaN,
    };
  };
  analyzer = createAnalyzer({
    session: await createNodeSession(graphPath),
    tokenizer: createTokenizer(vocabulary),
    manifest,
    engine: { where: 'cli', backend: 'node', threads: 1 },
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('transformers.js over the same files', () => {
  it('agrees on single, already normalised texts', async () => {
    expect(texts.length).toBeGreaterThan(200);
    for (const { text } of texts) {
      const plain = normalise(text).text;
      const theirs = await scoresOf(plain);
      // Their pipeline knows no temperature.
      const ours = calibrate(logitsOf(await analyzer.analyze({ text: plain, anyLanguage: true })), 1);
      for (const tone of tones) expect(ours[tone], `${tone} of "${text}"`).toBeCloseTo(theirs[tone], 4);
      expect(likeliest(ours)).toBe(likeliest(theirs));
    }
  });
});
