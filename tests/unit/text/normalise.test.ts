import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '#core/text/normalise';
import { manyTexts, textArbitrary } from '../text-arbitrary.ts';

const textOf = (text: string): string => normalise(text).text;
/** As words, since replaced pieces stand between spaces. */
const wordsOf = (text: string): string => textOf(text).trim().replaceAll(/\s+/g, ' ');

describe('normalising any text', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(textArbitrary(), (text) => {
        const once = textOf(text);
        expect(textOf(once)).toBe(once);
      }),
      manyTexts,
    );
  });

  it('gives NFC wherever no more than 30 marks follow each other', () => {
    fc.assert(
      fc.property(textArbitrary(), (text) => {
        fc.pre(!/\p{M}{31}/u.test(text.normalize('NFD')));
        const normalised = textOf(text);
        expect(normalised).toBe(normalised.normalize('NFC'));
      }),
      manyTexts,
    );
  });

  it('keeps the place of every unit, in order, and loses nothing but white space', () => {
    fc.assert(
      fc.property(textArbitrary(), (text) => {
        const { text: normalised, starts, ends } = normalise(text);
        expect([starts.length, ends.length]).toEqual([normalised.length, normalised.length]);
        const misplaced: number[] = [];
        let covered = 0;
        let lost = '';
        for (const [i, start] of starts.entries()) {
          const end = ends[i] ?? 0;
          if (start >= end || start < (starts[i - 1] ?? 0) || end < (ends[i - 1] ?? 0)) misplaced.push(i);
          if (start > covered) lost += text.slice(covered, start);
          covered = Math.max(covered, end);
        }
        expect(misplaced).toEqual([]);
        expect(covered).toBeLessThanOrEqual(text.length);
        expect((lost + text.slice(covered)).trim()).toBe('');
      }),
      manyTexts,
    );
  });

  it('reads curly and straight quotes alike', () => {
    fc.assert(
      fc.property(textArbitrary(), (text) => {
        const straight = text.replaceAll(/[‘’]/gu, "'").replaceAll(/[“”]/gu, '"');
        expect(textOf(text)).toBe(textOf(straight));
      }),
      manyTexts,
    );
  });

  it('leaves no lone surrogate, no curly quote and no marker of the model', () => {
    fc.assert(
      fc.property(textArbitrary(), (text) => {
        expect(textOf(text)).not.toMatch(/\p{Cs}|[‘’“”…–—]|\[(?:PAD|UNK|CLS|SEP|MASK)\]/u);
      }),
      manyTexts,
    );
  });
});

describe('marks', () => {
  it.each([
    ['in composed and decomposed letters', 'cafe\u0301', 'café'],
    ['in any order', 'a\u0323\u0302', 'a\u0302\u0323'],
    ['before any letter', '\u0301\u0323', '\u0323\u0301'],
    ['behind white space', ' \u0301\u0323', ' \u0323\u0301'],
    ['behind syllables', '\u1112\u1161\u11AB\u0301\u0323', '한\u0323\u0301'],
    ['in syllables', '\uD558\u11AB', '한'],
  ])('make no difference %s', (_, one, other) => {
    expect(textOf(one)).toBe(textOf(other));
  });

  it('stay as they are in runs of more than 30', () => {
    const text = `e${'\u0301\u0323'.repeat(16)}`;
    expect(textOf(text)).toBe(text);
    expect(textOf(text.slice(0, -2))).toBe(text.slice(0, -2).normalize('NFC'));
  });
});

describe('punctuation', () => {
  it.each([
    ['don’t', "don't"],
    ['don´t', "don't"],
    ['don`t', "don't"],
    ['donʼt', "don't"],
    ['“So ‘good’”', '"So \'good\'"'],
    ['«Bien»', '"Bien"'],
    ['well—no – not 5−3', 'well-no - not 5-3'],
    ['and…', 'and...'],
    ['\uD83D', '\uFFFD'],
  ])('%s becomes %s', (given, plain) => {
    expect(textOf(given)).toBe(plain);
  });

  it.each([
    ["It does n't work", "It doesn't work"],
    ['You ca n’t', "You can't"],
    ["I AM N'T, I DO N'T", "I AM N'T, I DON'T"],
    ["undo n't", "undo n't"],
    ["http://x.org/ n't", "http n't"],
  ])('detached negation: %s becomes %s', (given, plain) => {
    expect(textOf(given)).toBe(plain);
  });
});

describe('addresses, names and numbers', () => {
  it.each([
    ['Write to joe.b+news@mail.example.co.uk.', 'Write to [email].'],
    ['(joe@example.com)', '([email])'],
    ['joe@localhost', 'joe@localhost'],
    ['See https://example.com/a?b=(c)#d, please', 'See http, please'],
    ['http://joe@example.com', 'http'],
    ['www.example.com!', 'http!'],
    ['http:// is a prefix', 'http:// is a prefix'],
    ['wwwhat', 'wwwhat'],
    ['Thanks @joe_1!', 'Thanks @user!'],
    ['me@ @ @@', 'me@ @ @@'],
    ['Order 12345678 came', 'Order [number] came'],
    ['Call +49 30 1234 5678', 'Call [number]'],
    ['Call (030) 123-45678', 'Call [number]'],
    ['In 1999, 5 of 10 (3.14) at 12:30', 'In 1999, 5 of 10 (3.14) at 12:30'],
    ['from 2019 2020 2021', 'from [number]'],
    ['on 24-12-2023', 'on 24-12-2023'],
    ['abc1234567', 'abc1234567'],
    ['0.123456789', '0.123456789'],
    ['[SEP] and [CLS]', '[sep] and [cls]'],
  ])('%s becomes %s', (given, masked) => {
    expect(textOf(given)).toBe(masked);
  });

  it('are read like the words that stand for them', () => {
    const word = fc.constantFrom('the', 'Good', 'bad,', 'food', 'ask:', 'so', '(or', 'not)');
    const letters = fc.stringMatching(/^[a-z]{2,8}$/);
    const digits = fc.stringMatching(/^\d{7,20}$/);
    const masked = fc.oneof(
      fc.tuple(letters, letters, fc.constantFrom('com', 'org', 'co.uk')).map(([name, host, top]) => ({
        plain: '[email]',
        given: `${name}.x+1@${host}.${top}`,
      })),
      fc.webUrl({ withQueryParameters: true, withFragments: true }).map((url) => ({
        plain: 'http',
        // A stop at the end of an address belongs to the sentence around it.
        given: url.replace(/[".,;:!?)\]}'<>]+$/, ''),
      })),
      letters.map((name) => ({ plain: '@user', given: `@${name}_1` })),
      digits.map((number) => ({ plain: '[number]', given: number })),
      fc.tuple(digits, digits).map(([a, b]) => ({
        plain: '[number]',
        given: `+${a.slice(0, 3)} ${a.slice(2, 6)}-${b.slice(0, 5)}`,
      })),
    );
    fc.assert(
      fc.property(
        fc.array(word),
        masked,
        fc.constantFrom('', '.', '!', ', and'),
        (before, { plain, given }, end) => {
          const around = (piece: string): string => [...before, `${piece}${end}`, 'more'].join(' ');
          expect(textOf(around(given))).toBe(textOf(around(plain)));
        },
      ),
      manyTexts,
    );
  });
});

describe('places', () => {
  it('are those of the text as given', () => {
    const text = 'I do n’t 😡 cafe\u0301 joe@x.org';
    const mapped = normalise(text);
    expect(mapped.text).toBe("I don't  enraged face  café [email]");
    const given = (piece: string): string => {
      const from = mapped.text.indexOf(piece);
      const { start, end } = mapped.originalSpan(from, from + piece.length);
      return text.slice(start, end);
    };
    expect(given('I')).toBe('I');
    expect(given('do')).toBe('do');
    expect(given("n't")).toBe('n’t');
    expect(given('enraged')).toBe('😡');
    expect(given('face')).toBe('😡');
    expect(given('café')).toBe('cafe\u0301');
    expect(given('email')).toBe('joe@x.org');
    expect(given(']')).toBe('joe@x.org');
  });
});

describe('emoticons', () => {
  it.each([
    ['great :)', 'great smiling face'],
    ['great:)', 'great smiling face'],
    ['great:) thanks', 'great smiling face thanks'],
    ['bad :-((', 'bad frowning face'],
    ['bad :’(', 'bad crying face'],
    ['so funny xD', 'so funny laughing face'],
    ['love <3<3', 'love red heart red heart'],
    ['gone </3', 'gone broken heart'],
    ['right ;)', 'right winking face'],
    ['well :/', 'well confused face'],
    ['^_^', 'smiling face'],
    ['-_-', 'annoyed face'],
    [':D:D', 'laughing face laughing face'],
    ['<3:)', 'red heart smiling face'],
    ['x^^^^2', 'x^^^^2'],
    ['at 10:30', 'at 10:30'],
    ['see a:b and c=d', 'see a:b and c=d'],
    ['i <3u', 'i <3u'],
    ['size XD1', 'size XD1'],
  ])('%s is read as %s', (given, words) => {
    expect(wordsOf(given)).toBe(words);
  });
});
