import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foundText } from '../../../src/features/files/found-text.ts';

const long = `${'The room was fine and all was well. '.repeat(4)}But the Towels (2) were damp.`;

it('cuts a text so that the first hit is in sight, and tells hits from the rest', () => {
  const pieces = foundText(long, 'towels DAMP', 400);
  expect(pieces[0]?.text.startsWith('…')).toBe(true);
  expect(pieces[0]?.text.length).toBeLessThan(40);
  expect(pieces.filter(({ isFound }) => isFound).map(({ text }) => text)).toEqual(['Towels', 'damp']);
  expect(foundText('Towels were damp.', 'towels', 400)[0]).toEqual({
    start: 0,
    text: 'Towels',
    isFound: true,
  });
  expect(foundText('As it is.', ' ', 5)).toEqual([{ start: 0, text: 'As it', isFound: false }]);
});

it('takes signs for what they are, and loses nothing of a text that is shown whole', () => {
  expect(foundText(long, '(2)', 400)).toContainEqual(expect.objectContaining({ text: '(2)', isFound: true }));
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 6 }), (text, search) => {
      const shown = foundText(text, search, 400);
      expect(shown.map((piece) => piece.text).join('')).toBe(text);
      for (const word of search.split(/\s+/u).filter((one) => one !== '')) {
        if (text.includes(word)) expect(shown.some(({ isFound }) => isFound)).toBe(true);
      }
    }),
  );
});
