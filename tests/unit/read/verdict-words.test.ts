import { describe, expect, it } from 'vitest';
import type { Probabilities } from '#core/contracts/analysis';
import {
  partsTally,
  shortVerdict,
  spokenVerdict,
  verdictPercent,
} from '../../../src/features/analyze/verdict-words.ts';
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
