/** Taking words out of texts, on a reader whose answer to every text is known. */
import { describe, expect, it } from 'vitest';
import {
  measureErasure,
  onlyWords,
  rankCorrelation,
  summariseErasure,
  supportingWords,
  withoutWords,
} from '../../models/training/erasure.ts';
import { createRandom } from '../../models/training/random.ts';

const token = (start: number, end: number, positive: number, negative = 0) => ({
  start,
  end,
  positive,
  negative,
  neutral: 9,
});

describe('words and their support', () => {
  const text = "So good,isn't it :)";
  const evidence = [
    token(0, 2, 0),
    token(3, 7, 3, 1),
    token(7, 8, 50),
    token(8, 11, 2),
    token(11, 12, 0),
    token(12, 13, 1),
    token(14, 16, 0, 1),
    token(17, 19, 4),
  ];

  it('are the telling words of the page, with positive minus negative', () => {
    const words = supportingWords(text, evidence, 'positive');
    expect(words.map(({ start, end, support }) => [text.slice(start, end), support])).toEqual([
      ['good', 2],
      ["isn't", 1],
      [':)', 4],
    ]);
  });

  it('turn round for a negative verdict', () => {
    expect(supportingWords(text, evidence, 'negative').map(({ support }) => support)).toEqual([-2, -1, -4]);
  });

  it('are cut out, or kept alone in the order of the text', () => {
    const [good, , smile] = supportingWords(text, evidence, 'positive');
    const words = [smile, good].filter((word) => word !== undefined);
    expect(withoutWords(text, words)).toBe("So ,isn't it ");
    expect(onlyWords(text, words)).toBe('good :)');
  });

  it('leave out what the model does not see', () => {
    expect(supportingWords('fine dull', [token(0, 4, 1)], 'positive')).toHaveLength(1);
  });
});

describe('the rank correlation', () => {
  it('is 1 for the same order, -1 for the opposite, whatever the distances', () => {
    expect(rankCorrelation([1, 2, 3], [10, 20, 900])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3], [5, 4, -90])).toBeCloseTo(-1, 12);
  });

  it('is 1 - 6 sum d^2 / (n (n^2 - 1)) without equals', () => {
    // Ranks 1 2 3 4 5 and 2 1 4 3 5: d^2 adds up to 4.
    expect(rankCorrelation([1, 2, 3, 4, 5], [20, 10, 40, 30, 50])).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
  });

  it('gives equals the mean of their ranks', () => {
    // Ranks 1.5 1.5 3 and 1 2 3: 1.5 / sqrt(1.5 * 2).
    expect(rankCorrelation([7, 7, 8], [1, 2, 3])).toBeCloseTo(1.5 / Math.sqrt(3), 12);
  });

  it('is none where all are equal', () => {
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeUndefined();
  });
});

/** Ten words; a text's probability is the sum of the weights of the words in it. */
const weights = [0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.05, 0.03, 0.01, 0.01];
const names = weights.map((_, i) => String.fromCharCode(97 + i));
const tenWords = names.join(' ');
const read = async (texts: readonly string[]): Promise<number[]> =>
  texts.map((text) =>
    weights.reduce((sum, weight, i) => sum + (text.includes(names[i] ?? '') ? weight : 0), 0),
  );
const wordsSupportedBy = (supports: readonly number[]) =>
  supports.map((support, i) => ({ start: 2 * i, end: 2 * i + 1, support }));

describe('one text', () => {
  it('loses what its most marked words carried, and keeps it with them alone', async () => {
    const erasure = await measureErasure(tenWords, wordsSupportedBy(weights), read, createRandom(1));
    expect(erasure.comprehensiveness[0]?.marked).toBeCloseTo(0.3, 12);
    expect(erasure.comprehensiveness[1]?.marked).toBeCloseTo(0.5, 12);
    expect(erasure.sufficiency.marked).toBeCloseTo(1 - 0.5, 12);
    expect(erasure.rankCorrelation).toBeCloseTo(1, 12);
  });

  it('is told when the marks are upside down', async () => {
    const upsideDown = weights.map((weight) => -weight);
    const erasure = await measureErasure(tenWords, wordsSupportedBy(upsideDown), read, createRandom(1));
    expect(erasure.comprehensiveness[1]?.marked).toBeCloseTo(0.02, 12);
    expect(erasure.sufficiency.marked).toBeCloseTo(0.98, 12);
    expect(erasure.rankCorrelation).toBeCloseTo(-1, 12);
  });

  it('loses to random words what a word carries on average', async () => {
    const draws = createRandom(3);
    const measured = [];
    for (let i = 0; i < 200; i += 1) {
      measured.push(await measureErasure(tenWords, wordsSupportedBy(weights), read, draws));
    }
    const { comprehensiveness, sufficiency } = summariseErasure(measured);
    expect(comprehensiveness.map(({ random }) => random)[0]).toBeCloseTo(0.1, 2);
    expect(comprehensiveness.map(({ random }) => random)[1]).toBeCloseTo(0.2, 2);
    expect(sufficiency.random).toBeCloseTo(0.8, 2);
  });

  it('loses at least one word, however short it is', async () => {
    const three = wordsSupportedBy(weights).slice(0, 3);
    const { comprehensiveness } = await measureErasure('a b c', three, read, createRandom(1));
    expect(comprehensiveness.map(({ marked }) => marked.toFixed(3))).toEqual(['0.300', '0.300']);
  });
});

describe('the summary', () => {
  it('has means, and in how many texts marked words beat random ones', () => {
    const erasure = (marked: number, random: number, correlation: number | undefined) => ({
      comprehensiveness: [
        { marked, random },
        { marked: 2 * marked, random },
      ],
      sufficiency: { marked, random },
      rankCorrelation: correlation,
    });
    const report = summariseErasure([
      erasure(0.4, 0.1, 0.5),
      erasure(0.2, 0.2, -0.1),
      erasure(0, 0.3, undefined),
      erasure(0.2, 0.3, undefined),
    ]);
    const [ten, twenty] = report.comprehensiveness;
    expect(ten).toEqual({
      wordShare: 0.1,
      marked: expect.closeTo(0.2, 12),
      random: expect.closeTo(0.225, 12),
      markedBetter: 0.25,
    });
    expect(twenty).toMatchObject({ marked: expect.closeTo(0.4, 12), markedBetter: 0.75 });
    expect(report.sufficiency.markedBetter).toBe(0.5);
    expect(report.rankCorrelation).toEqual({ texts: 2, mean: expect.closeTo(0.2, 12), aboveZero: 0.5 });
  });
});
