/** Short texts strung together, and the tone of each by its own tokens. */
import { describe, expect, it } from 'vitest';
import { groupTexts, joinTexts, pooledTone, summariseParts } from '../../models/training/part-groups.ts';
import { createRandom } from '../../models/training/random.ts';

describe('groups', () => {
  const texts = Array.from({ length: 200 }, (_, id) => ({ id, tokens: 5 }));
  const groups = groupTexts(texts, 126, createRandom(1));

  it('are of two to five, each size about as often', () => {
    const sizes = groups.slice(0, -1).map((group) => group.length);
    expect(new Set(sizes)).toEqual(new Set([2, 3, 4, 5]));
    for (const size of [2, 3, 4, 5]) expect(sizes.filter((own) => own === size).length).toBeGreaterThan(5);
  });

  it('hold every text once, in another order; at most one that is left over is dropped', () => {
    const ids = groups.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(199);
    expect(ids).not.toEqual(ids.toSorted((a, b) => a - b));
  });

  it('are the same for the same seed', () => {
    expect(groupTexts(texts, 126, createRandom(1))).toEqual(groups);
  });

  it('fit into one window', () => {
    const long = Array.from({ length: 100 }, (_, id) => ({ id, tokens: 30 }));
    const sizes = groupTexts(long, 90, createRandom(1)).map((group) => group.length);
    expect(Math.max(...sizes)).toBe(3);
  });

  it('of a single text are none', () => {
    expect(groupTexts(texts.slice(0, 1), 126, createRandom(1))).toEqual([]);
  });
});

it('texts that are joined are found again at their places', () => {
  const { text, spans } = joinTexts(['Good.', 'bad', 'So?']);
  expect(text).toBe('Good. bad So?');
  expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(['Good.', 'bad', 'So?']);
});

describe('the tone of a span', () => {
  const token = (start: number, negative: number, neutral: number, positive: number) => ({
    start,
    end: start + 1,
    negative,
    neutral,
    positive,
  });
  const evidence = [token(0, 0, 0, 9), token(5, 3, 0, 0), token(6, 0, 2, 0), token(10, 0, 9, 0)];

  it('is that of the mean evidence of its own tokens', () => {
    expect(pooledTone(evidence, { start: 0, end: 5 }, 1)).toBe('positive');
    expect(pooledTone(evidence, { start: 5, end: 10 }, 1)).toBe('negative');
    expect(pooledTone(evidence, { start: 6, end: 20 }, 1)).toBe('neutral');
  });

  it('is none without tokens', () => {
    expect(pooledTone(evidence, { start: 11, end: 20 }, 1)).toBeUndefined();
  });
});

it('the summary compares pooled with alone, part by part', () => {
  const outcomes = (count: number, pooledRight: boolean, aloneRight: boolean) =>
    Array.from({ length: count }, () => ({ pooledRight, aloneRight }));
  const { rows, total } = summariseParts([
    { source: 'one', outcomes: outcomes(4, false, true) },
    { source: 'two', outcomes: [...outcomes(1, true, true), ...outcomes(1, false, false)] },
  ]);
  expect(rows).toEqual([
    {
      set: 'one',
      parts: 4,
      pooled: 0,
      against: { accuracy: 1, difference: -1, low: -1, high: -1, isBelow: true },
    },
    {
      set: 'two',
      parts: 2,
      pooled: 0.5,
      against: { accuracy: 0.5, difference: 0, low: 0, high: 0, isBelow: false },
    },
  ]);
  expect(total).toMatchObject({ parts: 6, pooled: 0.25, against: { accuracy: 0.75, difference: -0.5 } });
});
