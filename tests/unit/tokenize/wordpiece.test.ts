import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '#core/text/normalise';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { loadVocabulary } from '../model-fixture.ts';
import { manyTexts, textArbitrary } from '../text-arbitrary.ts';
import { createReferenceTokenizer } from './reference-tokenizer.ts';

const vocabulary = await loadVocabulary();
const pieces = vocabulary.split('\n');
const tokenizer = createTokenizer(vocabulary);
const reference = createReferenceTokenizer(vocabulary);
const anyText = textArbitrary(pieces.filter((piece) => piece !== '' && !piece.startsWith('[')));

const unknown = '[UNK]';
const unknownId = pieces.indexOf(unknown);
const specialTokens = ['[PAD]', unknown, '[CLS]', '[SEP]', '[MASK]'];

interface PlacedToken {
  readonly piece: string;
  readonly start: number;
  readonly end: number;
}

function tokensOf(text: string): PlacedToken[] {
  const { ids, starts, ends } = tokenizer.encode(text);
  expect([starts.length, ends.length]).toEqual([ids.length, ids.length]);
  return Array.from(ids, (id, i) => ({
    piece: pieces[id] ?? '',
    start: starts[i] ?? -1,
    end: ends[i] ?? -1,
  }));
}

describe('token ids', () => {
  it('are those of the reference for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(Array.from(tokenizer.encode(text).ids)).toEqual(reference.encode(text));
      }),
      manyTexts,
    );
  });

  it('are those of the reference for normalised texts', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: normalised } = normalise(text);
        expect(Array.from(tokenizer.encode(normalised).ids)).toEqual(reference.encode(normalised));
      }),
      manyTexts,
    );
  });

  it.each([100, 101])('of a word of %i characters are those of the reference', (length) => {
    for (const letter of ['a', 'é', '𝒜', '🙂']) {
      const word = letter.repeat(length);
      expect(Array.from(tokenizer.encode(word).ids)).toEqual(reference.encode(word));
    }
  });

  it('open and close rows with the tokens of that name', () => {
    expect([pieces[tokenizer.clsId], pieces[tokenizer.sepId]]).toEqual(['[CLS]', '[SEP]']);
  });
});

describe('offsets', () => {
  it('lie in the text, in order', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokensOf(text);
        const misplaced = tokens.filter(
          ({ start, end }, i) =>
            start >= end ||
            end > text.length ||
            start < (tokens[i - 1]?.start ?? 0) ||
            end < (tokens[i - 1]?.end ?? 0),
        );
        expect(misplaced).toEqual([]);
      }),
      manyTexts,
    );
  });

  // The lower case of a sigma depends on what follows it, so that a part of a word may have the other one.
  const withOneSigma = (text: string): string => text.replaceAll('ς', 'σ');

  it('land on their token', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const astray = tokensOf(text).filter(({ piece, start, end }) => {
          const given = text.slice(start, end);
          if (piece === unknown) return !reference.encode(given).includes(unknownId) && !given.includes('Σ');
          if (specialTokens.includes(piece)) return given !== piece;
          const found = withOneSigma(reference.normalise(given));
          return !found.includes(withOneSigma(piece.replace(/^##(?=.)/u, '')));
        });
        expect(astray).toEqual([]);
      }),
      manyTexts,
    );
  });

  it('leave out only what the reference drops too', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // Marks behind white space and long runs of them belong to no character; they are dropped one by one.
        let left = '';
        let read = 0;
        for (const { start, end } of tokensOf(text)) {
          left += text.slice(read, Math.max(read, start));
          read = Math.max(read, end);
        }
        left += text.slice(read);
        expect(reference.normalise(left).trim()).toBe('');
      }),
      manyTexts,
    );
  });

  it('cover accents, and syllables that fall apart', () => {
    expect(tokensOf('Cafe\u0301 !').at(-1)).toEqual({ piece: '!', start: 6, end: 7 });
    const tokens = tokensOf('a 한 b');
    expect(tokens.slice(1, -1).every(({ start, end }) => start === 2 && end === 3)).toBe(true);
    expect(tokens.at(-1)).toEqual({ piece: 'b', start: 4, end: 5 });
  });
});

describe('vocabulary', () => {
  const small = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'un', '##kind', '##ki', '##n', 'kind'];

  it('gives the longest piece first', () => {
    const { ids, starts, ends } = createTokenizer(small.join('\n')).encode('Unkind kin Únkin');
    expect(Array.from(ids)).toEqual([5, 6, 1, 5, 7, 8]);
    expect(Array.from(starts)).toEqual([0, 2, 7, 11, 13, 15]);
    expect(Array.from(ends)).toEqual([2, 6, 10, 13, 15, 16]);
  });

  it('may have Windows line ends', () => {
    expect(Array.from(createTokenizer(small.join('\r\n')).encode('unkind').ids)).toEqual([5, 6]);
  });

  it.each(specialTokens)('must have %s', (token) => {
    const rest = small.filter((piece) => piece !== token);
    const make = (): unknown => createTokenizer(rest.join('\n'));
    if (token === '[PAD]' || token === '[MASK]') expect(make).not.toThrow();
    else expect(make).toThrow(token);
  });
});
