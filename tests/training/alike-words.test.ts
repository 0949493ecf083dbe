/** Words that must not sway a verdict share one entry of the word table. */
import { describe, expect, it } from 'vitest';
import { addNames, readAlikeWords, standIns } from '../../models/training/alike-words.ts';

describe('the words read alike', () => {
  const { groups, furtherNames } = readAlikeWords();

  it('are names, nationalities and pairs of the genders, each word in one group', () => {
    const words = [...groups.flat(), ...furtherNames];
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
    const names = [...(groups[0] ?? []), ...furtherNames];
    expect(names.filter((name) => ordinary.includes(name))).toEqual([]);
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

describe('names that join when training is over', () => {
  const pieces = ['[UNK]', 'ann', 'good', 'bob', 'paris', '##b'];
  const standInOf = Uint16Array.of(0, 1, 2, 1, 4, 5);

  it('have the row of the names, known pieces and new ones', () => {
    const final = addNames(pieces, standInOf, ['zoe', 'bob', 'ann'], ['cleo', 'paris']);
    expect(final.pieces).toEqual([...pieces, 'cleo']);
    expect([...final.wordRows]).toEqual([0, 1, 2, 1, 1, 5, 1]);
  });

  it('need a name that training met', () => {
    expect(() => addNames(pieces, standInOf, ['zoe'], ['cleo'])).toThrow('None of the names');
  });
});
