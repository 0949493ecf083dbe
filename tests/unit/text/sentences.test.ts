/** Where sentences end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '#core/text/sentences';

const sentencesOf = (text: string): string[] =>
  splitSentences(text).map(({ from, to }) => text.slice(from, to));

describe('a sentence', () => {
  it.each([
    ['It rained. We left.', ['It rained.', 'We left.']],
    ['the food was great! the service was awful!', ['the food was great!', 'the service was awful!']],
    ['"Great!" she said. He left', ['"Great!" she said.', 'He left']],
    ['We loved the sun. The service was awful.', ['We loved the sun.', 'The service was awful.']],
    ['Would I go again? No. Never.', ['Would I go again?', 'No.', 'Never.']],
    [
      'On Dec. 24 we met Col. Smith. He paid 3.50 for it.',
      ['On Dec. 24 we met Col. Smith.', 'He paid 3.50 for it.'],
    ],
    ['Dr. Smith and J. Doe, e.g. here, etc. and so on', ['Dr. Smith and J. Doe, e.g. here, etc. and so on']],
    ['We came at 5 p.m. The room was ready.', ['We came at 5 p.m.', 'The room was ready.']],
    ['I waited... and waited. Nothing...', ['I waited... and waited.', 'Nothing...']],
    ['wrapped\nin the middle\nof it', ['wrapped\nin the middle\nof it']],
    ['One line\nAnother line\n\nand a last', ['One line', 'Another line', 'and a last']],
    ['- one item\r\n- Two items', ['- one item', '- Two items']],
    ['Really?! Yes.', ['Really?!', 'Yes.']],
    ['no stop at the end', ['no stop at the end']],
    ['  \n ', []],
    ['', []],
  ])('is found in %j', (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences);
  });

  it('holds every character that is not white space exactly once, in order', () => {
    const pieces = fc.constantFrom(
      '. ',
      '! ',
      '?',
      '...',
      '\n',
      '\n\n',
      'Mr. ',
      'p.m. ',
      'a',
      'B',
      '5',
      '"',
      ')',
      ' ',
      '😀',
    );
    const texts = fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 5 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(texts, (list) => {
        const text = list.join('');
        expect(sentencesOf(text).join('').replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
        for (const sentence of sentencesOf(text)) expect(sentence.trim()).toBe(sentence);
      }),
      { numRuns: 3000 },
    );
  });
});
