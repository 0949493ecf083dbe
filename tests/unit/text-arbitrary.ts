/** Texts of every kind for property tests: ordinary words beside everything that has ever broken a tokenizer. */
import fc from 'fast-check';

/** The same texts in every run, since a gate that fails by chance is none; another seed looks further. */
export const manyTexts = { numRuns: 2_000, seed: 11 } as const;

const words =
  `the a not no never don't can’t isn't did n't good bad great awful was were is it this I'm we've and but yet although
  however food service love hate café naïve Straße ΟΔΥΣΣΕΥΣ İstanbul ǅ ﬁne ʼn ẞ Å Ω K ſ x-ray e.g. Mr. U.S. 3.5 10% $5 C++ #1 9/11 o'clock`.split(
    /\s+/,
  );

const punctuation = [
  ...`.,;:!?'"()[]{}<>-_/\\|@#$%^&*+=~\``,
  ...[
    '...',
    '…',
    '!!!',
    '?!',
    '—',
    '–',
    '‐',
    '−',
    '‘',
    '’',
    '“',
    '”',
    '«',
    '»',
    '´',
    '′',
    '″',
    '、',
    '。',
    '！',
    '？',
    '，',
  ],
];

const whiteSpace = [
  ...[' ', ' ', ' ', '  ', '\t', '\n', '\r\n', '\r', '\n\n', '\v', '\f', '\u0085', '\u00A0', '\u1680'],
  ...['\u2000', '\u2003', '\u2009', '\u200A', '\u2028', '\u2029', '\u202F', '\u205F', '\u3000', '\uFEFF'],
];

const invisible = [
  ...[
    '\0',
    '\u0001',
    '\u0007',
    '\u001B',
    '\u007F',
    '\u00AD',
    '\u034F',
    '\u061C',
    '\u180E',
    '\u200B',
    '\u200C',
  ],
  ...[
    '\u200D',
    '\u200E',
    '\u200F',
    '\u202E',
    '\u2060',
    '\u2066',
    '\u2069',
    '\uFE0E',
    '\uFE0F',
    '\uFFF9',
    '\uFFFD',
  ],
  ...['\uE000', '\u{F0000}', '\u{E0001}', '\u{E0067}', '\uFFFE', '\u{10FFFF}'],
];

const loneSurrogates = ['\uD800', '\uDBFF', '\uDC00', '\uDFFF', '\uD83D', '\uDE00', '\uDE00\uD83D'];

const emoji = [
  ...[
    '😀',
    '😡',
    '❤️',
    '❤',
    '♥️',
    '👍🏽',
    '👎',
    '👩🏽‍🤝‍👨🏻',
    '👨‍👩‍👧‍👦',
    '🏳️‍🌈',
    '🇩🇪',
    '🇦🇦',
    '🇩',
    '1️⃣',
    '#⃣',
    '☺',
    '™️',
    '©',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  ],
  ...['🏽', '🙂\u200D5', '🙂\u200D', '🫠', '💯', '‼️', 'ℹ', '↔️', '⃣', '🔥🔥🔥', '🤷🏻‍♀️', '🧑‍💻'],
];

const emoticons = [
  ...[
    ':)',
    ':-)',
    ':))',
    ':(',
    ':-((',
    ":'(",
    ':’(',
    '=)',
    ':D',
    '=D',
    'xD',
    'XDD',
    ';)',
    ';-)',
    ';‐)',
    ':P',
    ':/',
    ':|',
  ],
  ...['<3', '<333', '</3', '>:(', '^_^', '^^', '-_-', '-__-', ':*', ':[', '(:', 'D:', ':-]', '=/'],
];

const addresses = [
  ...[
    'http://x.org',
    'https://example.com/a?b=c&d=(e)#f',
    'http://',
    'https://.',
    'www.example.com',
    'www.',
    'HTTP://A.B',
  ],
  ...[
    'joe@example.com',
    'a.b+c@mail.example.co.uk',
    'a@b',
    'a@b.c',
    '@',
    'http://joe@example.com',
    'mailto:x@y.zz',
  ],
  ...['@joe', '@@joe', '@joe_1', '@a@b.cd', '#topic', 'foo.bar/baz', 'ftp://x', 'münchen@straße.de', 'http'],
];

const numbers = [
  ...[
    '1',
    '12',
    '1999',
    '1234567',
    '+4915112345678',
    '(030) 123-4567 89',
    '12 34 56',
    '12 34 56 78 90',
    '12.34.56.78.90',
  ],
  ...[
    '0.1234567',
    '1,000,000',
    '3:1',
    '10:)',
    '٣٤٥',
    '１２３４５６７',
    '½',
    '1234567890123456789012345678901234567890',
    '12-34-',
  ],
];

const markup = [
  ...[
    '<p>',
    '</p>',
    '<br/>',
    '<script>alert(1)</script>',
    '&amp;',
    '&#39;',
    '<a href="http://x.y">',
    '<!--',
    '-->',
    'https://x<y',
  ],
  ...[
    '[CLS]',
    '[SEP]',
    '[PAD]',
    '[UNK]',
    '[MASK]',
    '[sep]',
    '[email]',
    '[number]',
    '@user',
    '[',
    '[SEP',
    'SEP]',
    '[[SEP]]',
    '##ing',
  ],
];

const otherScripts = [
  ...[
    '今天天气很好',
    'ありがとう',
    '한국어',
    '\u1112\u1161\u11AB',
    '가\u11A8',
    'が',
    '\u304B\u3099',
    '𠀀',
    '丽',
    '﨎',
    '\u{2F800}',
    '\u{2B740}',
  ],
  ...[
    'שלום',
    'مرحبا',
    'ﷺ',
    'العَرَبِيَّة',
    'हिन्दी',
    '\u0958',
    'ไทย',
    'தமிழ்',
    'Здравствуйте',
    '𝒜𝓫',
    '𐐀𐐨',
    'ⅷ',
    'Ⅷ',
    '𞤀',
    'Ꭰ',
    '\u1E9E',
    '\u0344',
  ],
];

const marks = [
  '\u0301',
  '\u0323',
  '\u0308',
  '\u030A',
  '\u0338',
  '\u0327',
  '\u0344',
  '\u0345',
  '\u20DD',
  '\u20E3',
  '\u093C',
];
const starters = [
  'e',
  'a',
  't',
  'm',
  'r',
  '<',
  '=',
  ' ',
  '\n',
  '\u00E9',
  '가',
  '\u1100\u1161',
  'ㄱ',
  '',
  '\u0391',
  '"',
  'か',
];

const cluster = fc
  .tuple(
    fc.constantFrom(...starters),
    fc.oneof(
      { weight: 5, arbitrary: fc.array(fc.constantFrom(...marks), { minLength: 1, maxLength: 4 }) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom(...marks), { minLength: 25, maxLength: 40 }) },
    ),
  )
  .map(([starter, run]) => starter + run.join(''));

const longWord = fc
  .tuple(
    fc.constantFrom('a', 'ab', 'un', '我', '🙂', '\u0301', 'é', '-', '1', '𝒜', 'İ'),
    fc.integer({ min: 20, max: 160 }),
  )
  .map(([unit, times]) => unit.repeat(times));

/** Any code point but a surrogate, with the planes in even shares. */
const anyCharacter = fc
  .tuple(fc.integer({ min: 0, max: 16 }), fc.nat({ max: 0xffff }))
  .map(([plane, low]) =>
    String.fromCodePoint(plane === 0 && low >= 0xd800 && low < 0xe000 ? low - 0x800 : plane * 0x10000 + low),
  );

const basicPlaneCharacter = fc.nat({ max: 0xd7ff }).map((code) => String.fromCodePoint(code));

/** Glue between the pieces of a text: mostly nothing or a space, since things break where they touch. */
const glue = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('', ' ') },
  { weight: 1, arbitrary: fc.constantFrom(...whiteSpace) },
);

/**
 * Texts of up to `maxPieces` pieces, shrinking towards few.
 *
 * @param knownWords more words to draw from, such as pieces of a vocabulary
 */
export function textArbitrary(knownWords: readonly string[] = [], maxPieces = 14): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...words) },
    {
      weight: knownWords.length === 0 ? 0 : 4,
      arbitrary: fc.constantFrom(...(knownWords.length === 0 ? [''] : knownWords)),
    },
    { weight: 4, arbitrary: fc.constantFrom(...punctuation) },
    { weight: 2, arbitrary: fc.constantFrom(...whiteSpace) },
    { weight: 1, arbitrary: fc.constantFrom(...invisible) },
    { weight: 1, arbitrary: fc.constantFrom(...loneSurrogates) },
    { weight: 2, arbitrary: fc.constantFrom(...emoji) },
    { weight: 3, arbitrary: fc.constantFrom(...emoticons) },
    { weight: 2, arbitrary: fc.constantFrom(...addresses) },
    { weight: 2, arbitrary: fc.constantFrom(...numbers) },
    { weight: 2, arbitrary: fc.constantFrom(...markup) },
    { weight: 2, arbitrary: fc.constantFrom(...otherScripts) },
    { weight: 2, arbitrary: cluster },
    { weight: 1, arbitrary: longWord },
    { weight: 1, arbitrary: anyCharacter },
    { weight: 1, arbitrary: basicPlaneCharacter },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  );
  return fc
    .array(fc.tuple(piece, glue), { maxLength: maxPieces })
    .map((pieces) => pieces.map(([text, space]) => text + space).join(''));
}
