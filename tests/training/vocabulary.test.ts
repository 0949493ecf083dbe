/** Cutting the vocabulary: what English needs stays, in its order. */
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { cutVocabulary } from '../../models/training/vocabulary.ts';

const pieces = [
  '[PAD]',
  '[unused0]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  'a',
  '##a',
  '!',
  'и',
  'good',
  'rare',
  '##ness',
  'fire',
  'bad',
];
const counts = Uint32Array.from(
  pieces,
  (piece) => ({ good: 9, rare: 1, '##ness': 5, bad: 5, и: 50 })[piece] ?? 0,
);
const fire = pieces.indexOf('fire');

describe('a cut vocabulary', () => {
  it('keeps special pieces, letters, signs, what is needed, and then the most frequent, in order', () => {
    expect(cutVocabulary(pieces, counts, new Set([fire]), 11)).toEqual([
      '[PAD]',
      '[UNK]',
      '[CLS]',
      '[SEP]',
      '[MASK]',
      'a',
      '##a',
      '!',
      'good',
      '##ness',
      'fire',
    ]);
  });

  it('takes other scripts and unused places last of all', () => {
    const kept = cutVocabulary(pieces, counts, new Set([fire]), 13);
    expect(kept).not.toContain('и');
    expect(cutVocabulary(pieces, counts, new Set(), 99)).not.toContain('[unused0]');
  });

  it('refuses to leave out what must stay', () => {
    expect(() => cutVocabulary(pieces, counts, new Set([fire]), 8)).toThrow(RangeError);
  });

  it('spells a word that lost its piece with the pieces that are left', () => {
    const kept = cutVocabulary(pieces, counts, new Set(), 10);
    expect(kept).toContain('##ness');
    const tokenizer = createTokenizer(kept.join('\n'));
    expect([...tokenizer.encode('goodness a!').ids].map((id) => kept[id])).toEqual([
      'good',
      '##ness',
      'a',
      '!',
    ]);
  });
});
