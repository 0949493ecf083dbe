import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter, type Line } from '#core/table/lines';

const limit = 1_000;

function split(chunks: readonly string[], maxCharacters = limit): Line[] {
  const splitter = createLineSplitter(maxCharacters);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

const textsOf = (lines: readonly Line[]): (string | undefined)[] =>
  lines.map((line) => ('text' in line ? line.text : undefined));

/** Cuts `content` at the given places, wherever they fall. */
function cut(content: string, places: readonly number[]): string[] {
  const sorted = [0, ...places.map((place) => place % (content.length + 1)), content.length].toSorted(
    (a, b) => a - b,
  );
  return sorted.slice(1).map((end, i) => content.slice(sorted[i], end));
}

describe('lines', () => {
  it('end with LF or CRLF', () => {
    expect(textsOf(split(['one\ntwo\r\nthree\n']))).toEqual(['one', 'two', 'three']);
  });

  it('need no line end at the end of the file', () => {
    expect(textsOf(split(['one\ntwo']))).toEqual(['one', 'two']);
    expect(split([])).toEqual([]);
    expect(split([''])).toEqual([]);
  });

  it('are kept when blank, so that numbers stay those of the file', () => {
    expect(split(['one\n\n\r\nfour\n'])).toEqual([
      { number: 1, text: 'one' },
      { number: 2, text: '' },
      { number: 3, text: '' },
      { number: 4, text: 'four' },
    ]);
  });

  it('begin after a byte order mark', () => {
    expect(textsOf(split(['\uFEFFone\n\uFEFFtwo\n']))).toEqual(['one', '\uFEFFtwo']);
    expect(textsOf(split(['', '\uFEFF', 'one']))).toEqual(['one']);
  });

  it('may hold other characters that end lines elsewhere', () => {
    const row = 'a\u2028b\u0085c\rd\fe\u2029f';
    expect(textsOf(split([`${row}\n`]))).toEqual([row]);
  });

  it('are let go beyond the limit, and the next one is whole again', () => {
    const long = 'x'.repeat(11);
    expect(split([`${long}\nshort\n`], 10)).toEqual([
      { number: 1, overlong: true },
      { number: 2, text: 'short' },
    ]);
    expect(textsOf(split([`${'x'.repeat(10)}\r\n`], 10))).toEqual(['x'.repeat(10)]);
    expect(split([`${long}\r\n`], 10)).toEqual([{ number: 1, overlong: true }]);
    expect(split(['xxxxx', 'xxxxx', 'xxxxx'], 10)).toEqual([{ number: 1, overlong: true }]);
  });

  it('do not depend on where the chunks end', () => {
    const content = fc.string({
      unit: fc.constantFrom('a', '😀', '\n', '\r', '\r\n', '\uFEFF', ' '),
      maxLength: 60,
    });
    fc.assert(
      fc.property(content, fc.array(fc.nat(100), { maxLength: 8 }), (text, places) => {
        expect(split(cut(text, places), 5)).toEqual(split([text], 5));
      }),
    );
  });
});
