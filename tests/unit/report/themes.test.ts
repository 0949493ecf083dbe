import { describe, expect, it } from 'vitest';
import type { Sentence, VerdictLabel } from '#core/contracts/analysis';
import { createThemeCounts, wordFinder } from '#core/report/themes';

describe('the words of a theme', () => {
  it.each([
    ['breakfast', 'Breakfast was cold.', true],
    ['break', 'Breakfast was cold.', false],
    ['fast', 'Breakfast was cold.', false],
    ['clean*', 'The cleaning was late.', true],
    ['clean*', 'It was unclean.', false],
    ['clean*', 'So clean!', true],
    ['front desk', 'Nobody at the front  desk.', true],
    ['front desk', 'The front had a desk.', false],
    ['front desk*', 'The front desks.', true],
    ["didn't", 'It didn’t work.', true],
    ['c++ (old)', 'I like C++ (old) best.', true],
    ['wi-fi', 'The Wi-Fi was slow.', true],
    ['café', 'The cafe\u0301 was shut.', true],
    ['straße', 'Die STRASSE', false],
    ['.*', 'Anything.', false],
    ['a|b', 'a', false],
    ['', 'Anything.', false],
  ])('%j in %j: %j', (word, text, isFound) => {
    expect(wordFinder([word])?.test(text.normalize('NFC')) ?? false).toBe(isFound);
  });
});

function part(text: string, words: string, label: VerdictLabel): Sentence {
  const start = text.indexOf(words);
  const probabilities = { negative: 0.3, neutral: 0.3, positive: 0.4 };
  return { start, end: start + words.length, label, confidence: 0.4, probabilities };
}

describe('themes', () => {
  it('count the clauses that hold their words by their own tone', () => {
    const text = 'The breakfast was cold, but the rooms were clean. Breakfast again? Breakfast is fine.';
    const [first, second, third] = [
      'The breakfast was cold, but the rooms were clean.',
      'Breakfast again?',
      'Breakfast is fine.',
    ] as const;
    const clauses = [
      part(text, 'The breakfast was cold', 'negative'),
      part(text, 'but the rooms were clean.', 'positive'),
    ];
    const sentences = [
      { ...part(text, first, 'mixed'), clauses },
      part(text, second, 'unsure'),
      part(text, third, 'positive'),
    ];
    const counts = createThemeCounts([
      { name: 'Food', words: ['breakfast', 'dinner'] },
      { name: 'Rooms', words: ['room*'] },
      { name: 'Nothing', words: [] },
    ]);
    counts.add(text, sentences);
    counts.add('The rooms.', [part('The rooms.', 'The rooms.', 'positive')]);
    const [food, rooms, nothing] = counts.themes();
    expect(food).toMatchObject({ name: 'Food', rows: 1, parts: 3 });
    expect(food?.shares.negative).toMatchObject({ count: 1, of: 3 });
    expect(food?.shares.mixed.count).toBe(0);
    expect(rooms).toMatchObject({ rows: 2, parts: 2, shares: { positive: { count: 2, of: 2 } } });
    expect(nothing).toMatchObject({ rows: 0, parts: 0 });
  });
});
