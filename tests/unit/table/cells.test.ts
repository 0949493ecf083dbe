import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctNames } from '#core/table/column-names';
import { withoutFormula } from '#core/table/formulas';
import { readRating } from '#core/table/ratings';
import { murmur128, textDigest } from '#core/table/text-digest';
import { textOf } from '#core/table/text-of';

describe('a rating', () => {
  it.each([
    ['4', 4],
    ['4.0', 4],
    ['4,5', 4.5],
    ['4/5', 4],
    ['4 / 5', 4],
    ['8 out of 10', 8],
    ['4 stars', 4],
    ['1 star', 1],
    ['★★★★☆', 4],
    ['★ ★ ★', 3],
    ['☆☆☆☆☆', 0],
    ['⭐⭐⭐', 3],
    ['⭐️⭐️', 2],
    ['five stars', 5],
    ['Two', 2],
    ['80 %', 80],
    ['-1', -1],
  ])('is read out of %s', (cell, rating) => {
    expect(readRating(cell)).toBe(rating);
  });

  it('may be a number already', () => {
    expect(readRating(4.5)).toBe(4.5);
  });

  it.each(['', 'good', '4 good stars', '2024-03-05', '12345', '4/', '★ good'])('is none in %j', (cell) => {
    expect(readRating(cell)).toBeNull();
  });

  it('is none in a truth or nothing', () => {
    for (const cell of [true, null, undefined]) expect(readRating(cell)).toBeNull();
  });
});

describe('the text of a row', () => {
  it('is what the text columns hold, a line each, the empty ones left out', () => {
    const row = { cells: ['a', null, ' ', 'b', 5, true] };
    expect(textOf(row, { text: [0, 1, 2, 3, 4, 5, 9] })).toBe('a\nb\n5\ntrue');
    expect(textOf(row, { text: [3, 0] })).toBe('b\na');
    expect(textOf(row, { text: [1, 2] })).toBe('');
  });
});

describe('a sign for no text', () => {
  it.each(['n/a', 'N/A', ' #N/A ', 'null', 'NULL', 'Nil', 'NaN', '-', '--', '—', '.', '', ' \n'])(
    'is %j: such a cell is empty',
    (cell) => {
      expect(textOf({ cells: [cell, 'Good.'] }, { text: [0] })).toBe('');
      expect(textOf({ cells: [cell, 'Good.'] }, { text: [0, 1] })).toBe('Good.');
    },
  );

  it.each(
    [
      [
        'na',
        'none',
        'None',
        'nothing',
        'no comment',
        'nan',
        'Nan',
        'no',
        'x',
        '?',
        '!',
        '...',
        ':-',
        '+',
        '0',
      ],
      ['n/a for me, it was great', 'null and void', 'not applicable', '-1', '- good', 'Nil points'],
    ].flat(),
  )('is not %j: somebody may have said it', (cell) => {
    expect(textOf({ cells: [cell] }, { text: [0] })).toBe(cell);
  });
});

describe('names of columns', () => {
  it('are distinct, and those that were given stay where they can', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('', ' ', 'a', 'a 2', 'column 1', 'b', ' b')),
        fc.nat(8),
        (given, count) => {
          const names = distinctNames(given, count);
          expect(names).toHaveLength(Math.max(given.length, count));
          expect(new Set(names).size).toBe(names.length);
          expect(names.every((name) => name !== '' && name === name.trim())).toBe(true);
          for (const name of given) if (name.trim() !== '') expect(names).toContain(name.trim());
        },
      ),
    );
  });
});

describe('a formula', () => {
  it.each([
    '=1+1',
    '+cmd',
    '-cmd|x',
    '@SUM(A1)',
    ' =1',
    '"=1',
    ' " @x',
    '\n+x',
    '＝1',
    '＋x',
    '－x',
    '＠x',
    '\u00A0=1',
    '\uFEFF=1',
    '\tx',
  ])('gets an apostrophe before it: %j', (cell) => {
    expect(withoutFormula(cell)).toBe(`'${cell}`);
  });

  it.each([
    ['nice;=1+1', "nice;'=1+1"],
    ['nice\t@SUM(A1)', "nice\t'@SUM(A1)"],
    ['nice; "=1', `nice; "'=1`],
    ['nice\n=cmd|x', "nice\n'=cmd|x"],
    ['a|-2+f(1)', "a|'-2+f(1)"],
    ["a;+'[b.xlsx]c'!A1", "a;'+'[b.xlsx]c'!A1"],
    ['a;＝1', "a;'＝1"],
    ['\t=1', "'\t'=1"],
    ['=1;=2', "'=1;'=2"],
  ])('gets one in the middle as well, where another program cuts the cell: %j', (cell, safe) => {
    expect(withoutFormula(cell)).toBe(safe);
    expect(withoutFormula(safe)).toBe(safe);
  });

  it.each(['fine ;-)', 'Good:\n- cheap!\n- two (2)', 'a; b = c', 'x|y', "a;'=1"])(
    'is none in the middle: %j',
    (cell) => {
      expect(withoutFormula(cell)).toBe(cell);
    },
  );

  it('is looked for in long cells of any kind, each in a moment', () => {
    // With a pattern that looks at all of the rest from everywhere each of these takes minutes.
    const units = [' ', '\n', '"', ';', '\t', '|', '-', ';-a', '|-a', '\n- a', ' -', '+1 ', '1', '=;'];
    for (const unit of units)
      for (const start of ['', 'x', '+1', ';', ';-'])
        expect(withoutFormula(start + unit.repeat(100_000) + 'x').length).toBeGreaterThan(100_000);
  });

  it.each(['', 'a=1', '-3.5', '+4', '-1,234.50', '-5 %', '1e-5', '-.5', "'=1", 'good - bad', '5-3'])(
    'is none: %j',
    (cell) => {
      expect(withoutFormula(cell)).toBe(cell);
    },
  );
});

describe('the digest of a text', () => {
  const hash = (bytes: Uint8Array, seed: number): number[] =>
    murmur128(
      bytes.length,
      (at) => {
        const byte = (i: number): number => (bytes[at + i] ?? 0) << (8 * i);
        return byte(0) | byte(1) | byte(2) | byte(3);
      },
      seed,
    );

  it('is MurmurHash3_x86_128, by the check of its author over keys of every length', () => {
    const hashes = new DataView(new ArrayBuffer(256 * 16));
    for (let length = 0; length < 256; length += 1) {
      const key = Uint8Array.from({ length }, (_, i) => i);
      hash(key, 256 - length).forEach((word, i) => {
        hashes.setUint32(length * 16 + i * 4, word, true);
      });
    }
    // The verification value in SMHasher's main.cpp.
    expect(hash(new Uint8Array(hashes.buffer), 0)[0]).toBe(0xb3ece62a);
  });

  it('is of one text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(textDigest(a) === textDigest(b)).toBe(a === b);
        expect(textDigest(a)).toHaveLength(8);
      }),
    );
    const digests = new Set(Array.from({ length: 100_000 }, (_, i) => textDigest(`text ${String(i)}`)));
    expect(digests.size).toBe(100_000);
  });

  it('tells what differs at one place only, lengths among it', () => {
    const texts = [
      '',
      '\0',
      '\0\0',
      'a',
      'a\0',
      'ab',
      'ba',
      '\ud800',
      '\udc00',
      '\u0100',
      'x'.repeat(31),
      'x'.repeat(32),
      'x'.repeat(33),
    ];
    expect(new Set(texts.map(textDigest)).size).toBe(texts.length);
  });
});
