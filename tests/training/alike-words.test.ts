/** Words that must not sway a verdict share one entry of the word table. */
import { describe, expect, it } from 'vitest';
import { readAlikeWords, standIns } from '../../models/training/alike-words.ts';

describe('the words read alike', () => {
  const groups = readAlikeWords();

  it('are names, nationalities and pairs of the genders, each word in one group', () => {
    const words = groups.flat();
    expect(new Set(words).size).toBe(words.length);
    expect(groups[0]?.length).toBeGreaterThan(1000);
    expect(groups[1]?.length).toBeGreaterThan(150);
    expect(groups.every((group) => group.length > 1)).toBe(true);
  });

  it('hold no name that is also an ordinary word', () => {
    const ordinary = [
      'grace',
      'hope',
      'joy',
      'mark',
      'will',
      'rose',
      'may',
      'angel',
      'faith',
      'bill',
      'miss',
      'frank',
    ];
    expect(groups[0]?.filter((name) => ordinary.includes(name))).toEqual([]);
  });
});

describe('stand-ins', () => {
  it('are the first piece of the group, and every other piece itself', () => {
    const pieces = ['[UNK]', 'ann', 'good', 'bob', 'she', 'he', '##he'];
    const groups = [
      ['cleo', 'bob', 'ann'],
      ['he', 'she'],
    ];
    expect([...standIns(pieces, groups)]).toEqual([0, 3, 2, 3, 5, 5, 6]);
  });
});
