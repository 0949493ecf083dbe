import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MappedText } from '#core/text/mapped-text';

describe('mapped text', () => {
  it('stands for itself at first', () => {
    const mapped = MappedText.of('a😀b');
    expect(mapped.text).toBe('a😀b');
    expect(mapped.originalSpan(1, 3)).toEqual({ start: 1, end: 3 });
  });

  it('knows the place of longer, shorter and removed pieces', () => {
    const mapped = MappedText.of('one two  six')
      .replace(/two/g, () => 'three')
      .replace(/ {2}/g, () => ' ')
      .replace(/six/g, () => '');
    expect(mapped.text).toBe('one three ');
    expect(mapped.originalSpan(4, 9)).toEqual({ start: 4, end: 7 });
    expect(mapped.originalSpan(9, 10)).toEqual({ start: 7, end: 9 });
    expect(mapped.originalSpan(0, 10)).toEqual({ start: 0, end: 9 });
  });

  it('follows a piece through several changes', () => {
    const mapped = MappedText.of('x 12 y')
      .replace(/12/g, () => 'twelve')
      .replace(/elv/g, () => 'o')
      .replace(/twoe y/g, () => 'z');
    expect(mapped.text).toBe('x z');
    expect(mapped.originalSpan(2, 3)).toEqual({ start: 2, end: 6 });
  });

  it('is replaced as a string is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'aabbc 1') }),
        fc.constantFrom('', 'b', 'aa', 'xyz'),
        (text, piece) => {
          expect(MappedText.of(text).replace(/a+/g, () => piece).text).toBe(text.replaceAll(/a+/g, piece));
        },
      ),
    );
  });

  it('leaves a match alone where it is told to', () => {
    const mapped = MappedText.of('aba');
    expect(mapped.replace(/a/g, () => null)).toBe(mapped);
  });

  it('takes other characters in the same places, and no others', () => {
    const mapped = MappedText.of('AB').withText('ab');
    expect(mapped.text).toBe('ab');
    expect(() => mapped.withText('abc')).toThrow(RangeError);
  });
});
