import { describe, expect, it } from 'vitest';
import type { Probabilities } from '#core/contracts/analysis';
import { verdictPercent } from '#core/score/whole-percents';
import {
  barShares,
  comparedVerdicts,
  partsTally,
  shortVerdict,
  spokenVerdict,
} from '../../../src/ui/reading/verdict-words.ts';
import { withoutSpan } from '../../../src/features/analyze/without-span.ts';
import { analysisOf } from './analysis-of.ts';
import type { PartOf } from './analysis-of.ts';

const plain = (words: string | null) => words?.replaceAll('\u00A0', ' ');
const negative: Probabilities = { negative: 0.838, neutral: 0.1, positive: 0.062 };
const torn: Probabilities = { negative: 0.476, neutral: 0.3, positive: 0.224 };

function mixed(parts: readonly PartOf[]) {
  return analysisOf(parts.map((part) => part.text).join(' '), parts, { label: 'mixed' });
}

describe('a verdict in words', () => {
  it('tells how sure it is', () => {
    expect(plain(shortVerdict({ label: 'negative', probabilities: negative }))).toBe('Negative 84 %');
    expect(plain(spokenVerdict(analysisOf('', [], { label: 'negative', probabilities: negative })))).toBe(
      'Negative, 84 % sure',
    );
  });

  it('tells where an unsure one leans', () => {
    expect(plain(spokenVerdict(analysisOf('', [], { label: 'unsure', probabilities: torn })))).toBe(
      'Unsure, leans negative, 48 %',
    );
  });

  it('gives no percent for a mixed one', () => {
    expect(verdictPercent({ label: 'mixed', probabilities: torn })).toBeNull();
    expect(shortVerdict({ label: 'mixed', probabilities: torn })).toBe('Mixed');
  });
});

describe('two verdicts beside each other', () => {
  const turned: Probabilities = { negative: 0.2, neutral: 0.3, positive: 0.5 };
  const compared = (...pair: Parameters<typeof comparedVerdicts>) => comparedVerdicts(...pair).map(plain);

  it('say where they lean when both are unsure and the lean has turned', () => {
    expect(
      compared({ label: 'unsure', probabilities: torn }, { label: 'unsure', probabilities: turned }),
    ).toEqual(['Unsure, leans negative 48 %', 'Unsure, leans positive 50 %']);
  });

  it('say it of the unsure one when the other is sure of another tone', () => {
    expect(
      compared({ label: 'negative', probabilities: negative }, { label: 'unsure', probabilities: turned }),
    ).toEqual(['Negative 84 %', 'Unsure, leans positive 50 %']);
  });

  it('say no more than they have to', () => {
    const alike = { ...torn, negative: 0.5, positive: 0.2 };
    expect(
      compared({ label: 'unsure', probabilities: torn }, { label: 'unsure', probabilities: alike }),
    ).toEqual(['Unsure 48 %', 'Unsure 50 %']);
    expect(
      compared({ label: 'negative', probabilities: negative }, { label: 'unsure', probabilities: torn }),
    ).toEqual(['Negative 84 %', 'Unsure 48 %']);
    expect(
      compared({ label: 'mixed', probabilities: negative }, { label: 'unsure', probabilities: turned }),
    ).toEqual(['Mixed', 'Unsure 50 %']);
  });
});

describe('the bar', () => {
  it('shows the parts of a mixed text, which its figures as a whole do not tell', () => {
    const labels = ['positive', 'neutral', 'positive', 'positive', 'negative'] as const;
    const analysis = mixed(labels.map((label, index) => ({ text: `S${index}.`, label })));
    expect(barShares(analysis)).toEqual({ negative: 0.25, neutral: 0, positive: 0.75 });
    const inItself = mixed([{ text: 'S.', label: 'mixed', clauses: ['positive', 'negative'] }]);
    expect(barShares(inItself)).toEqual({ negative: 0.5, neutral: 0, positive: 0.5 });
  });

  it('shows the figures of any other', () => {
    const own = { label: 'unsure', probabilities: torn } as const;
    expect(barShares(analysisOf('S.', [{ text: 'S.', label: 'positive' }], own))).toEqual(torn);
  });
});

describe('the tally of parts', () => {
  it('counts the sentences that disagree', () => {
    const label = ['positive', 'negative', 'positive', 'neutral', 'positive', 'negative'] as const;
    const analysis = mixed(label.map((own, index) => ({ text: `S${index}.`, label: own })));
    expect(partsTally(analysis)).toBe('3 sentences positive, 2 negative');
  });

  it('counts clauses where one sentence is mixed in itself', () => {
    const analysis = mixed([{ text: 'S.', label: 'mixed', clauses: ['positive', 'negative'] }]);
    expect(partsTally(analysis)).toBe('1 clause positive, 1 negative');
  });

  it('counts clauses and whole sentences alike where that is what disagrees', () => {
    const analysis = mixed([
      { text: 'S.', label: 'mixed', clauses: ['positive', 'negative'] },
      { text: 'T.', label: 'negative' },
    ]);
    expect(partsTally(analysis)).toBe('1 clause positive, 2 negative');
  });

  it('is not needed for a single sentence that is not mixed', () => {
    expect(
      partsTally(analysisOf('S.', [{ text: 'S.', label: 'positive' }], { label: 'positive' })),
    ).toBeNull();
  });
});

describe('a text without a word', () => {
  it('has no doubled space', () => {
    expect(withoutSpan('a very good day', { start: 2, end: 6 })).toBe('a good day');
    expect(withoutSpan('good day', { start: 0, end: 4 })).toBe('day');
    expect(withoutSpan('a good.', { start: 2, end: 6 })).toBe('a .');
  });
});
