/** Where a sentence says two things. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitClauses, withoutJoints } from '#core/text/clauses';
import { normalise } from '#core/text/normalise';
import { splitSentences } from '#core/text/sentences';

/** The clauses of a text that is one sentence. */
function clausesOf(text: string): string[] {
  const plain = normalise(text).text;
  return splitClauses(plain, { from: 0, to: plain.length }).map(({ from, to }) => plain.slice(from, to));
}

describe('a contrast', () => {
  it.each([
    ['The food was great but the service was awful', ['The food was great', 'but the service was awful']],
    ['Great but expensive', ['Great', 'but expensive']],
    ['great but to me the service was awful', ['great', 'but to me the service was awful']],
    ['lovely but for me far too loud', ['lovely', 'but for me far too loud']],
    ['great food,but awful service', ['great food,', 'but awful service']],
    ['The food was great—but the service awful', ['The food was great-', 'but the service awful']],
    ['great food... but slow', ['great food...', 'but slow']],
    ['great food (but awful service)', ['great food', '(but awful service)']],
    ['100% cotton but far too thin', ['100% cotton', 'but far too thin']],
    ['Great food and yet the service was awful', ['Great food and', 'yet the service was awful']],
    ['The acting was great, while the plot was dull', ['The acting was great,', 'while the plot was dull']],
    ['I loved it despite the awful weather', ['I loved it', 'despite the awful weather']],
    ['It is small; it works well', ['It is small;', 'it works well']],
    ['Although the room was small, we loved it', ['Although the room was small,', 'we loved it']],
    [
      'Although the food, drinks and decor were great, the service was awful',
      ['Although the food, drinks and decor were great,', 'the service was awful'],
    ],
    [
      'I liked everything but the price was far too high',
      ['I liked everything', 'but the price was far too high'],
    ],
    [
      'The gravy had a skin, still, those potatoes are divine',
      ['The gravy had a skin,', 'still, those potatoes are divine'],
    ],
    ['A gem of a beach, shame the path is a rope', ['A gem of a beach,', 'shame the path is a rope']],
    ['Comfiest boots ever… shame the soles came off', ['Comfiest boots ever...', 'shame the soles came off']],
    ['Six hours of assembly — what a desk though', ['Six hours of assembly -', 'what a desk though']],
    [
      'Slow as treacle here, tho on the tablet it flies',
      ['Slow as treacle here,', 'tho on the tablet it flies'],
    ],
    ['Even with a broken string, she was thrilling', ['Even with a broken string,', 'she was thrilling']],
    ['For all its clumsy lines, the series is warm', ['For all its clumsy lines,', 'the series is warm']],
    ['Awful acting, gorgeous scenery', ['Awful acting,', 'gorgeous scenery']],
    ['The acting was great, the plot was dull', ['The acting was great,', 'the plot was dull']],
    ['It works, however, the app is slow', ['It works,', 'however, the app is slow']],
    ['It works, however the app is slow', ['It works,', 'however the app is slow']],
    ['Nice seat, on the other the back broke', ['Nice seat,', 'on the other the back broke']],
    ['Good beer, bad loos, good dog by the fire', ['Good beer,', 'bad loos,', 'good dog by the fire']],
  ])('parts "%s"', (text, clauses) => {
    expect(clausesOf(text)).toEqual(clauses);
  });

  it.each([
    'This is not only good but also cheap',
    'Not just ugly but overpriced',
    'nothing but trouble from the start',
    'The room is all but perfect for us',
    "I can't help but love it",
    'I liked everything but the price',
    'It looks as though it is broken',
    'It has not arrived yet',
    'yet another great film',
    'It was ok though.',
    'But the food was bad',
    'We tried the soup, the fish, and the cake',
    'We loved it, because it was quiet',
    'If it rains, the roof leaks',
    'An ugly, heavy, slow machine',
    'The sea bass, it must be said, was faultless',
    'Two weeks later, it broke',
    'What a lovely, warm evening',
    '12 High Street, Flat 4, London',
    'I hate spiders, love this spray',
    "Don't believe the awful reviews, this is a wonderful place",
    'Mr Reid of Nevada, the leader of the house, spoke',
    'I ordered this dress in a size 8, my normal size',
    'However bad the weather, we always love it here',
    'It works brilliantly however terrible it looks',
    'The book on the other shelf is good',
    'We had no choice but to leave',
    'Last but not least the cake',
    'It is not a bug but a feature',
    'He said "but" a lot',
    'They are all the same',
    'It still works better than the other one',
    'There were four of us, and we paid for a well-made meal',
    'A, b, c, d, e and f',
    'And yet it works',
    'but',
    '',
  ])('is none in "%s"', (text) => {
    expect(clausesOf(text)).toEqual([]);
  });
});

describe('a clause by itself', () => {
  it.each([
    ['but the service was awful', 'the service was awful'],
    ['The acting was great,', 'The acting was great'],
    ['Although the room was small,', 'the room was small'],
    ['(but awful service)', '(but awful service)'],
    ['however, it works', 'it works'],
    ['still, those potatoes are divine', 'still, those potatoes are divine'],
    ['butter everywhere;', 'butter everywhere'],
    ['but\u0301s everywhere', 'but\u0301s everywhere'],
    ['but,', 'but,'],
    [' , ', ' , '],
  ])('of "%s" is "%s"', (clause, said) => {
    const { from, to } = withoutJoints(`x ${clause}`, { from: 2, to: 2 + clause.length });
    expect(`x ${clause}`.slice(from, to)).toBe(said);
  });
});

describe('clauses of any sentence', () => {
  const words = fc.constantFrom(
    ...'but yet though although while however still shame even for all if tho ; , . - not only nothing good food was the ( " 👍 5 é'.split(
      ' ',
    ),
  );
  const texts = fc.array(words, { maxLength: 24 }).map((list) => list.join(' '));

  it('follow each other within it and leave nothing out', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'grapheme' })), (text) => {
        const plain = normalise(text).text;
        for (const sentence of splitSentences(plain)) {
          const clauses = splitClauses(plain, sentence);
          expect(clauses).not.toHaveLength(1);
          const joined = clauses.map(({ from, to }) => plain.slice(from, to)).join('');
          if (clauses.length === 0) continue;
          expect(joined.replaceAll(/\s/gu, '')).toBe(
            plain.slice(sentence.from, sentence.to).replaceAll(/\s/gu, ''),
          );
        }
      }),
      { numRuns: 3000 },
    );
  });
});
