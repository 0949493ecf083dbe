/** The scorers of the stress suite and of the neutral texts, on readings made by hand. */
import { describe, expect, it } from 'vitest';
import type { Tone, VerdictLabel } from '#core/contracts/analysis';
import { scoreNeutral } from '../../models/training/neutral-texts.ts';
import { scoreStress, type StressCase, type StressReading } from '../../models/training/stress.ts';

function stressCase(kind: string, expected: StressCase['expect'], forms = 1): StressCase {
  return {
    id: 'id',
    kind,
    half: 'first',
    expect: expected,
    texts: Array.from({ length: forms }, (_, i) => `form ${i}`),
  };
}

function reading(tone: Tone, label: VerdictLabel, score = 0): StressReading {
  return { label, probabilities: { negative: 0.2, neutral: 0.2, positive: 0.2, [tone]: 0.6 }, score };
}

const counts = { kind: 'slang', half: 'first', cases: 1, passed: 0, labelled: 0, unsure: 0, wrong: 0 };

describe('a case of one text', () => {
  it.each([
    ['as labelled', 'negative', reading('negative', 'negative'), { passed: 1, labelled: 1 }],
    ['right, and unsure', 'negative', reading('negative', 'unsure'), { passed: 1, unsure: 1 }],
    ['wrong, and unsure', 'negative', reading('neutral', 'unsure'), { unsure: 1 }],
    ['wrong and sure', 'negative', reading('positive', 'positive'), { wrong: 1 }],
    ['right, but shown as mixed', 'negative', reading('negative', 'mixed'), { passed: 1, wrong: 1 }],
    ['mixed as expected', 'mixed', reading('positive', 'mixed'), { passed: 1, labelled: 1 }],
    ['mixed, but unsure', 'mixed', reading('positive', 'unsure'), { unsure: 1 }],
    ['mixed, but shown as one tone', 'mixed', reading('positive', 'positive'), { wrong: 1 }],
  ] as const)('is %s', (_, expected, given, outcome) => {
    expect(scoreStress([stressCase('slang', expected)], [given]).toned).toEqual([{ ...counts, ...outcome }]);
  });

  it('counts in its kind and half', () => {
    const cases = [
      stressCase('slang', 'positive'),
      stressCase('hashtags', 'positive'),
      { ...stressCase('slang', 'positive'), half: 'second' as const },
      stressCase('slang', 'negative'),
    ];
    const right = reading('positive', 'positive');
    expect(
      scoreStress(cases, [right, right, right, right]).toned.map((row) => [
        row.kind,
        row.half,
        row.cases,
        row.passed,
      ]),
    ).toEqual([
      ['slang', 'first', 2, 1],
      ['hashtags', 'first', 1, 1],
      ['slang', 'second', 1, 1],
    ]);
  });
});

describe('a case of several forms', () => {
  const right = reading('positive', 'positive');
  it.each([
    ['passes when every form does', [right, right, right], { passed: 1, labelled: 1 }],
    ['fails with one form', [right, reading('neutral', 'unsure'), right], { unsure: 1 }],
    ['is unsure when one form is', [right, right, reading('positive', 'unsure')], { passed: 1, unsure: 1 }],
    [
      'is wrong when one form is',
      [reading('negative', 'negative'), right, reading('neutral', 'unsure')],
      { wrong: 1 },
    ],
  ] as const)('%s', (_, readings, outcome) => {
    const { toned } = scoreStress([stressCase('form-changed', 'positive', 3)], readings);
    expect(toned).toEqual([{ ...counts, kind: 'form-changed', ...outcome }]);
  });

  it('takes its own readings, whatever stands before it', () => {
    const cases = [stressCase('form-changed', 'positive', 2), stressCase('slang', 'negative')];
    const { toned } = scoreStress(cases, [right, right, reading('negative', 'negative')]);
    expect(toned.map(({ passed }) => passed)).toEqual([1, 1]);
  });
});

describe('swapped names and groups', () => {
  it('are held to the change of the score against the first form', () => {
    const cases = [stressCase('names-swapped', 'neutral', 3), stressCase('names-swapped', 'neutral', 2)];
    const scores = [0.5, 0.4, 0.8, -0.1, 0.1].map((score) => reading('neutral', 'neutral', score));
    const { toned, swapped } = scoreStress(cases, scores);
    expect(toned).toEqual([]);
    // 0.1 and 0.3 against the first of the first case, 0.2 in the second.
    expect(swapped).toEqual([
      {
        kind: 'names-swapped',
        half: 'first',
        cases: 2,
        meanChange: expect.closeTo(0.2, 12),
        largestChange: expect.closeTo(0.3, 12),
      },
    ]);
  });

  it.each(['nationalities-swapped', 'genders-swapped'])('are so for %s too', (kind) => {
    const given = [reading('neutral', 'neutral'), reading('neutral', 'neutral')];
    expect(scoreStress([stressCase(kind, 'neutral', 2)], given).swapped).toHaveLength(1);
  });
});

it('neutral texts pass as neutral or unsure', () => {
  const texts = ['facts', 'facts', 'long', 'facts', 'facts'].map((kind, i) => ({
    id: `${i}`,
    kind,
    text: 'x',
  }));
  const labels = ['neutral', 'unsure', 'mixed', 'positive', 'neutral'] as const;
  expect(
    scoreNeutral(
      texts,
      labels.map((label) => ({ label })),
    ),
  ).toEqual([
    { kind: 'facts', texts: 4, passed: 3, unsure: 1 },
    { kind: 'long', texts: 1, passed: 0, unsure: 0 },
  ]);
});
