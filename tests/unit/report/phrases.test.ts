import { describe, expect, it } from 'vitest';
import { namingWords, phrasesOf } from '#core/report/phrases';

const whole = (text: string) => [{ start: 0, end: text.length }];
const listed = (text: string) => [...phrasesOf(text, whole(text)).keys()];

describe('the phrases of a text', () => {
  it('begin and end with words that mean something of their own', () => {
    expect(listed('There was nobody at the desk.')).toEqual(['nobody', 'nobody at the desk', 'desk']);
    expect(listed('the of and')).toEqual([]);
  });

  it('have no more than three such words', () => {
    expect(listed('cold stale damp bread')).toEqual([
      'cold',
      'cold stale',
      'cold stale damp',
      'stale',
      'stale damp',
      'stale damp bread',
      'damp',
      'damp bread',
      'bread',
    ]);
  });

  it('do not go over marks, sentences, addresses, names of people and tags', () => {
    expect(listed('Cold, stale')).toEqual(['cold', 'stale']);
    expect(
      phrasesOf('Cold stale', [
        { start: 0, end: 4 },
        { start: 5, end: 10 },
      ]).has('cold stale'),
    ).toBe(false);
    expect(listed('room https://a.example/room?x=1 view')).toEqual(['room', 'view']);
    expect(listed('room @somebody view me@a.example sea<br />side www.a.example')).toEqual([
      'room',
      'view',
      'sea',
      'side',
    ]);
  });

  it('take a number as part of a phrase, not as one', () => {
    expect(listed('waited 20 minutes')).toEqual([
      'waited',
      'waited 20',
      'waited 20 minutes',
      '20 minutes',
      'minutes',
    ]);
    expect(listed('5 10')).toEqual([]);
  });

  it('are each there once, with the form they are written in', () => {
    expect([
      ...phrasesOf('Near the Eiffel Tower. EIFFEL TOWER', whole('Near the Eiffel Tower. EIFFEL TOWER')),
    ]).toEqual([
      ['eiffel', 'Eiffel'],
      ['eiffel tower', 'Eiffel Tower'],
      ['tower', 'Tower'],
    ]);
    // The first word of a sentence would be capital anyway.
    expect(phrasesOf('Breakfast late', whole('Breakfast late')).get('breakfast late')).toBe('breakfast late');
    expect(phrasesOf('WiFi late', whole('WiFi late')).get('wifi')).toBe('WiFi');
    expect(listed('Didn’t work')).toEqual(listed("didn't work"));
  });

  it('say what, or only how it was found', () => {
    expect(['cold breakfast', 'bad service', 'not working', '20 minutes'].map(namingWords)).toEqual([
      2, 1, 1, 1,
    ]);
    expect(
      ['bad', 'not', "n't", "ca n't", 'very good', 'not at all good', "didn't like"].some(namingWords),
    ).toBe(false);
  });
});
