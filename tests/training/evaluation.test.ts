/** From predictions to rows, lengths and comparisons, with texts few enough to count by hand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Tone } from '#core/contracts/analysis';
import { comparePaired, evaluationOf, scoreLengths } from '../../models/training/evaluation.ts';
import { evaluationReport } from '../../models/training/evaluation-report.ts';
import { formatReport } from '../../models/training/evaluation-table.ts';
import { halfOf, type Half } from '../../models/training/halves.ts';
import type { Prediction } from '../../models/training/metrics.ts';
import { readPredictions, writePredictions } from '../../models/training/predictions-file.ts';
import { createRandom } from '../../models/training/random.ts';
import { intervalOf, quantile, resampledMeans } from '../../models/training/resampling.ts';

function prediction(gold: Tone, predicted: Tone, half: Half, tokens = 5): Prediction {
  const probabilities = { negative: 0.1, neutral: 0.1, positive: 0.1, [predicted]: 0.8 };
  return { gold, probabilities, label: predicted, confidence: 0.8, half, tokens };
}

const right = (half: Half): Prediction => prediction('neutral', 'neutral', half);
const wrong = (half: Half): Prediction => prediction('positive', 'negative', half);

function file(source: string, int8: Prediction[], against?: Prediction[]) {
  return { source, int8, fp32: undefined, against, refused: 0 };
}

describe('an evaluation', () => {
  const files = [
    file('one', [right('A'), wrong('A'), right('B'), right('B')]),
    file('two', [right('A'), wrong('B')]),
  ];
  const report = evaluationOf(files, 0.5, undefined);

  it('tells both halves and the whole of each file', () => {
    expect(report.rows.map(({ set, int8, halves }) => [set, int8.accuracy, halves])).toEqual([
      ['one', 0.75, { A: 0.5, B: 1 }],
      ['two', 0.5, { A: 1, B: 0 }],
    ]);
  });

  it('has means over files in its total, and all texts together in the rest', () => {
    expect(report.total.int8.accuracy).toBe(0.625);
    expect(report.total.halves).toEqual({ A: 0.75, B: 0.5 });
    expect(report.total.int8.texts).toBe(6);
    // Four of six right at a confidence of 0.8.
    expect(report.total.int8.ece).toBeCloseTo(0.8 - 4 / 6, 12);
    expect(report.total.reported).toMatchObject({ texts: 3, answered: 1 });
    expect(report.total.reported.floor.p95).toBeGreaterThan(report.total.reported.floor.mean);
    expect(report.total.reported.rightWhenAnswered).toBeCloseTo(2 / 3, 12);
    expect(report.rows.map(({ reported }) => reported.rightWhenAnswered)).toEqual([1, 0]);
  });

  it('scores a file without neutral texts over two classes, alone and in the total', () => {
    const twoClasses = file('two classes', [
      {
        ...prediction('positive', 'neutral', 'A'),
        probabilities: { negative: 0.1, neutral: 0.6, positive: 0.3 },
      },
    ]);
    const { rows, total } = evaluationOf([twoClasses, ...files], 0.5, undefined);
    expect(rows[0]?.int8.accuracy).toBe(1);
    expect(rows[0]?.int8.ece).toBeCloseTo(0.25, 12);
    expect(total.int8.accuracy).toBeCloseTo((1 + 0.75 + 0.5) / 3, 12);
    expect(total.int8.ece).toBeCloseTo((0.25 + 6 * (0.8 - 4 / 6)) / 7, 12);
  });

  it('counts in how many labels the float model differs', () => {
    const withFloat = [{ ...file('one', [right('A'), right('B')]), fp32: [right('A'), wrong('B')] }];
    const { rows } = evaluationOf(withFloat, 0.5, undefined);
    expect(rows[0]?.fp32LabelsDiffer).toBe(0.5);
  });

  it('is what its schema takes, and is printed with what is compared', () => {
    const rival = { id: 'other-1', version: '1.0.0' };
    const compared = evaluationOf([file('one', [wrong('A')], [right('A')])], 0.5, rival);
    expect(evaluationReport.parse(JSON.parse(JSON.stringify(compared)))).toEqual(compared);
    expect(formatReport(compared)).toContain('| one | 0.0 | 100.0 | -100.0 | -100.0 to -100.0 | yes |');
    expect(formatReport(report)).not.toContain('significantly');
  });
});

describe('lengths', () => {
  it('go up to their last token', () => {
    const tokens = [1, 8, 9, 128, 129, 4000];
    const answers = tokens.map((_, i) => ({
      gold: 'neutral' as const,
      predicted: 'neutral' as const,
      confidence: 1,
      right: i % 2 === 0,
    }));
    expect(scoreLengths(answers, tokens).map(({ from, to, texts, ece }) => [from, to, texts, ece])).toEqual([
      [1, 8, 2, 0.5],
      [9, 16, 1, 0],
      [65, 128, 1, 1],
      [129, undefined, 2, 0.5],
    ]);
  });
});

describe('the paired bootstrap', () => {
  const pairs = (count: number, own: boolean, other: boolean) =>
    Array.from({ length: count }, () => ({ own, other }));

  it('sees no doubt where every text says the same', () => {
    const { rows } = comparePaired([pairs(30, false, true)]);
    expect(rows[0]).toEqual({ accuracy: 1, difference: -1, low: -1, high: -1, isBelow: true });
  });

  it('takes both answers to a text together: equal answers leave no interval', () => {
    const { rows } = comparePaired([[...pairs(10, true, true), ...pairs(10, false, false)]]);
    expect(rows[0]).toEqual({ accuracy: 0.5, difference: 0, low: 0, high: 0, isBelow: false });
  });

  it('has the interval of a mean: 1.96 deviations to either side', () => {
    // 90 equal, 10 lost, 0 won: deviation of the mean sqrt(0.1 * 0.9 / 100) = 0.03.
    const { rows } = comparePaired([[...pairs(90, true, true), ...pairs(10, false, true)]]);
    expect(rows[0]?.difference).toBeCloseTo(-0.1, 12);
    expect(rows[0]?.low).toBeGreaterThan(-0.18);
    expect(rows[0]?.low).toBeLessThan(-0.14);
    expect(rows[0]?.high).toBeGreaterThan(-0.06);
    expect(rows[0]?.high).toBeLessThan(-0.03);
    expect(rows[0]?.isBelow).toBe(true);
  });

  it('calls nothing below that may as well be above', () => {
    const { rows } = comparePaired([
      [...pairs(18, true, true), ...pairs(1, true, false), ...pairs(1, false, true)],
    ]);
    expect(rows[0]?.low).toBeLessThan(0);
    expect(rows[0]?.high).toBeGreaterThan(0);
    expect(rows[0]?.isBelow).toBe(false);
  });

  it('weights files alike in the total, whatever their length', () => {
    const { total } = comparePaired([pairs(90, true, true), pairs(10, false, true)]);
    expect(total).toEqual({ accuracy: 1, difference: -0.5, low: -0.5, high: -0.5, isBelow: true });
  });
});

describe('resampling', () => {
  it('draws the same numbers for the same seed', () => {
    const numbers = (seed: number) => Array.from({ length: 5 }, createRandom(seed));
    expect(numbers(1)).toEqual(numbers(1));
    expect(numbers(1)).not.toEqual(numbers(2));
  });

  it('takes the nearest rank', () => {
    const values = [4, 1, 3, 2];
    expect([0, 0.25, 0.26, 0.5, 1].map((at) => quantile(values, at))).toEqual([1, 1, 2, 2, 4]);
    const hundred = Array.from({ length: 1000 }, (_, i) => i + 1);
    expect(intervalOf(hundred)).toEqual({ low: 25, high: 975 });
  });

  it('makes 2,000 means of samples as large as what is drawn from', () => {
    const means = resampledMeans([0, 1], createRandom(1));
    expect(means).toHaveLength(2000);
    expect(new Set(means)).toEqual(new Set([0, 0.5, 1]));
    expect(means.filter((mean) => mean === 0.5).length / 2000).toBeCloseTo(0.5, 1);
  });
});

describe('kept predictions', () => {
  const work = mkdtempSync(join(tmpdir(), 'predictions-'));
  afterAll(() => rmSync(work, { recursive: true }));
  const rows = [
    { text: 'first', label: 'neutral' },
    { text: 'second', label: 'positive' },
  ] as const;
  const predictions = rows.map(({ text, label }, i) => prediction(label, 'negative', halfOf(text), 7 + i));

  it('come back as they were, without the texts', () => {
    writePredictions(work, 'file', predictions);
    expect(readPredictions(work, 'file', rows)).toEqual(predictions);
  });

  it('are not taken for those of other texts', () => {
    writePredictions(work, 'file', predictions);
    expect(() => readPredictions(work, 'file', rows.slice(1))).toThrow('2 predictions for 1 texts');
  });
});
