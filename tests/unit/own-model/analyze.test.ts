import { beforeEach, describe, expect, it } from 'vitest';
import { analysis as analysisSchema } from '#core/contracts/analysis';
import type { LabelTones } from '#core/contracts/own-model';
import { createOwnAnalyzer } from '#core/own/analyze';

const capacity = 12;
/** Every text that the model was given. */
let given: string[] = [];

beforeEach(() => {
  given = [];
});

/** A model that counts words, and is sure of those it knows. */
function analyzer(tones: LabelTones = ['negative', 'positive']) {
  const count = (text: string): number => [...text.matchAll(/\S{1,8}/gu)].length;
  return createOwnAnalyzer({
    reader: {
      count,
      read: (text) => {
        given.push(text);
        const isGood = text.includes('lovely');
        const isBad = text.includes('rude');
        const shares = isGood === isBad ? [0.5, 0.5] : [isBad ? 0.9 : 0.1, isGood ? 0.9 : 0.1];
        return Promise.resolve(tones.length === 2 ? shares : [...shares.map((share) => share / 4), 0.75]);
      },
    },
    model: {
      facts: {
        id: 'x',
        name: 'mine',
        sha256: 'abcdef0123456789',
        files: [],
        onnxName: 'model.onnx',
        labels: ['a', 'b', 'c'].slice(0, tones.length),
        maxTokens: capacity + 2,
        isKept: true,
      },
      tones,
    },
    capacity,
    engine: { where: 'device', backend: 'wasm', threads: 1 },
  });
}

describe('a model of the person’s own', () => {
  it('gives an analysis like every other, which names it and says that it is not calibrated', async () => {
    const found = await analyzer()({ text: 'The room was lovely. The waiter was rude.' });
    expect(analysisSchema.parse(found)).toEqual(found);
    expect(found).toMatchObject({
      label: 'mixed',
      evidence: [],
      model: { name: 'mine', version: 'abcdef01', sha256: 'abcdef0123456789', calibrated: false },
      language: { supported: true },
    });
    expect(found.sentences.map(({ label }) => label)).toEqual(['positive', 'negative']);
  });

  it('is given the text as it stands', async () => {
    await analyzer()({ text: ' It’s   lovely 😀, isn’t it? ' });
    expect(given).toEqual(['It’s   lovely 😀, isn’t it?']);
  });

  it('reads what stands behind the first window', async () => {
    const long = `${'and so on '.repeat(40)}it was lovely`;
    const { input, score } = await analyzer()({ text: long });
    expect(input.windows).toBeGreaterThan(8);
    expect(input.truncated).toBe(false);
    expect(score).toBeGreaterThan(0);
  });

  it('reads a sentence once, however often it stands there', async () => {
    await analyzer()({ text: 'The room was so very lovely indeed. The room was so very lovely indeed.' });
    expect(given.filter((text) => text === 'The room was so very lovely indeed.')).toHaveLength(1);
  });

  it('is unsure where what was left out is likelier than any tone', async () => {
    const found = await analyzer(['negative', 'positive', null])({ text: 'It was lovely.' });
    expect(found.label).toBe('unsure');
    expect(found.probabilities.positive).toBeCloseTo(0.9, 9);
    expect(found.reviewReasons).toEqual(['unsure']);
  });

  it('refuses a text without a word, and stops when it is told to', async () => {
    await expect(analyzer()({ text: ' \n ' })).rejects.toMatchObject({ code: 'text-blank' });
    const abort = new AbortController();
    const reading = analyzer()(
      { text: 'One thing. Another thing. A third thing.' },
      { signal: abort.signal, onProgress: () => abort.abort() },
    );
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(given).toHaveLength(1);
  });
});
