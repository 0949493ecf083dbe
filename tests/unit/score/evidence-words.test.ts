import { describe, expect, it } from 'vitest';
import type { Evidence } from '#core/contracts/analysis';
import { evidenceWords, strongestWords } from '#core/score/evidence-words';
import { evidenceOf } from './evidence-of.ts';

function wordsIn(text: string, weights?: Record<string, number>, pattern?: RegExp) {
  return evidenceWords(text, evidenceOf(text, weights, pattern)).map(({ start, end, value }) => ({
    word: text.slice(start, end),
    value,
  }));
}

describe('words from the evidence of tokens', () => {
  it('are read as the mean of their pieces', () => {
    const pieces = /spot|less|[\p{L}]+/gu;
    expect(wordsIn('spotless room', { spot: 2, less: 1.5, room: -0.5 }, pieces)).toEqual([
      { word: 'spotless', value: 1.75 },
      { word: 'room', value: -0.5 },
    ]);
  });

  it('keeps a word with an apostrophe together, straight or curly', () => {
    expect(wordsIn("don't", { don: -1, t: -3 }).map(({ word }) => word)).toEqual(["don't"]);
    expect(wordsIn('don’t', { don: -1, '’': -2, t: -3 })).toEqual([{ word: 'don’t', value: -2 }]);
    expect(wordsIn('check-out').map(({ word }) => word)).toEqual(['check-out']);
  });

  it('leaves punctuation out, but not emoji and emoticons', () => {
    const signs = /:\)|🙂|[\p{L}]+|[^\s]/gu;
    expect(wordsIn('fine, really! :) 🙂', {}, signs).map(({ word }) => word)).toEqual([
      'fine',
      'really',
      ':)',
      '🙂',
    ]);
  });

  it('counts several tokens over the same sign as one', () => {
    const evidence: Evidence[] = [
      { start: 0, end: 2, negative: 0, neutral: 0, positive: 1 },
      { start: 0, end: 2, negative: 0, neutral: 0, positive: 2 },
    ];
    expect(evidenceWords('🙂', evidence)).toEqual([{ start: 0, end: 2, value: 1.5, isTelling: true }]);
  });

  it('finds the strongest whichever way they point', () => {
    const text = 'good bad fine dull';
    const words = evidenceWords(text, evidenceOf(text, { good: 3, bad: -4, fine: 1, dull: -2 }));
    expect(strongestWords(words, 3).map(({ start, end }) => text.slice(start, end))).toEqual([
      'bad',
      'good',
      'dull',
    ]);
  });

  it('never finds a word that only holds the sentence together, but does find a negation', () => {
    const text = 'It was NOT as good, and I didn’t stay.';
    const weights = Object.fromEntries(
      ['It', 'was', 'as', 'and', 'I', 'NOT', 'good', 'didn’t'].map((word) => [word, 3]),
    );
    const words = evidenceWords(text, evidenceOf(text, weights, /[\p{L}’]+|[^\s]/gu));
    expect(words).toHaveLength(9);
    expect(strongestWords(words, 8).map(({ start, end }) => text.slice(start, end))).toEqual([
      'NOT',
      'good',
      'didn’t',
      'stay',
    ]);
  });
});
