/** Spans of characters become spans of tokens, or are left out. */
import { describe, expect, it } from 'vitest';
import { normalise } from '#core/text/normalise';
import { takeApart } from '#core/text/parts';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { spansInWindow } from '../../models/training/token-spans.ts';

const vocabulary = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  'the',
  'room',
  'was',
  'lovely',
  'food',
  'dread',
  '##ful',
  ',',
];
const tokenizer = createTokenizer(`${vocabulary.join('\n')}\n`);
const text = '  The room was LOVELY, the food dreadful';
const mapped = normalise(text);
const parts = takeApart(mapped, tokenizer, 100);
const all = { from: 0, to: parts.tokens.ids.length };

const spanOf = (words: string) => {
  const from = text.indexOf(words);
  return { from, to: from + words.length, label: 'positive' as const };
};
const wordsOf = (first: number, end: number): string =>
  Array.from(parts.tokens.ids.subarray(first, end), (id) => vocabulary[id]).join(' ');

describe('spans in a window', () => {
  it('cover the tokens of their words, pieces of one word together', () => {
    const found = spansInWindow([spanOf('The room was LOVELY'), spanOf('food dreadful')], mapped, parts, all);
    expect(found.map(([first, end]) => wordsOf(first, end))).toEqual([
      'the room was lovely',
      'food dread ##ful',
    ]);
    expect(found.map(([, , label]) => label)).toEqual(['positive', 'positive']);
  });

  it('are left out where they end inside a token', () => {
    expect(spansInWindow([spanOf('room was LOVE')], mapped, parts, all)).toEqual([]);
    expect(spansInWindow([spanOf('OVELY')], mapped, parts, all)).toEqual([]);
  });

  it('are counted from the window, and left out where they leave it', () => {
    const window = { from: 1, to: all.to };
    const found = spansInWindow([spanOf('The room'), spanOf('room was')], mapped, parts, window);
    expect(found).toEqual([[0, 2, 'positive']]);
  });
});
