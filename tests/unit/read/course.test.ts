import { expect, it } from 'vitest';
import type { VerdictLabel } from '#core/contracts/analysis';
import { courseOf } from '../../../src/features/analyze/course.ts';
import { analysisOf } from './analysis-of.ts';

/** Every sentence is 0.8 sure. */
function sentences(labels: readonly VerdictLabel[]) {
  const parts = labels.map((label, index) => ({ text: `S${index}.`, label }));
  return analysisOf(parts.map((part) => part.text).join(' '), parts).sentences;
}

it('the course of a short text is its sentences', () => {
  expect(courseOf(sentences(['positive', 'negative', 'neutral', 'mixed']), 10)).toEqual([
    { first: 0, positive: 0.8, negative: 0 },
    { first: 1, positive: 0, negative: 0.8 },
    { first: 2, positive: 0, negative: 0 },
    { first: 3, positive: 0.4, negative: 0.4 },
  ]);
});

it('the course of a long text counts every sentence once', () => {
  const labels = Array.from({ length: 1003 }, (_, index): VerdictLabel =>
    index < 500 ? 'positive' : 'negative',
  );
  const course = courseOf(sentences(labels), 85);
  expect(course).toHaveLength(85);
  expect(course[0]).toEqual({ first: 0, positive: expect.closeTo(0.8), negative: 0 });
  expect(course.at(-1)?.negative).toBeCloseTo(0.8);
  const sizes = course.map(({ first }, index) => (course[index + 1]?.first ?? labels.length) - first);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1003);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});
