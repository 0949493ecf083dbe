import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '#core/text/normalise';
import { takeApart, type Part } from '#core/text/parts';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { loadVocabulary } from '../model-fixture.ts';
import { manyTexts, textArbitrary } from '../text-arbitrary.ts';

const tokenizer = createTokenizer(await loadVocabulary());

/** Where ranges that follow each other from `from` on end, or NaN when they do not. */
function endOf(ranges: readonly { from: number; to: number }[], from: number): number {
  return ranges.reduce(
    (next, range) => (range.from === next && range.to > next ? range.to : Number.NaN),
    from,
  );
}

/** What stands between two clauses and belongs to neither. */
const joints = /^(?:but|although|though|however|yet|[\s"'([,:;-])+$/iu;

describe('a text taken apart', () => {
  it('has every token in one sentence and one window, and in one clause what does not join clauses', () => {
    fc.assert(
      fc.property(textArbitrary(['but', '; it'], 25), fc.integer({ min: 1, max: 20 }), (text, capacity) => {
        const mapped = normalise(text);
        const { tokens, sentences, windows } = takeApart(mapped, tokenizer, capacity);
        const count = tokens.ids.length;
        expect(endOf(windows, 0)).toBe(count);
        expect(windows.every(({ from, to }) => to - from <= capacity)).toBe(true);
        expect(
          endOf(
            sentences.map((sentence) => sentence.tokens),
            0,
          ),
        ).toBe(count);
        for (const { tokens: range, clauses } of sentences) {
          expect(clauses).not.toHaveLength(1);
          let from = range.from;
          for (const clause of [...clauses.map((own) => own.tokens), { from: range.to, to: range.to }]) {
            expect(clause.from).toBeGreaterThanOrEqual(from);
            if (clauses.length > 0 && clause.from > from) {
              const left = mapped.text.slice(tokens.starts[from], tokens.ends[clause.from - 1]);
              expect(left).toMatch(joints);
            }
            from = clause.to;
          }
        }
      }),
      manyTexts,
    );
  });

  it('has its parts in order within the text as given', () => {
    fc.assert(
      fc.property(textArbitrary(['but', '; it'], 25), (text) => {
        const { sentences } = takeApart(normalise(text), tokenizer, 20);
        const inOrder = (parts: readonly Part[], from: number, to: number): boolean =>
          parts.every(
            ({ start, end }, i) =>
              start < end &&
              start >= (parts[i - 1]?.start ?? from) &&
              end >= (parts[i - 1]?.end ?? from) &&
              end <= to,
          );
        expect(inOrder(sentences, 0, text.length)).toBe(true);
        for (const { clauses, start, end } of sentences) expect(inOrder(clauses, start, end)).toBe(true);
      }),
      manyTexts,
    );
  });

  it('is given by its places', () => {
    const text = ' “Great!” 😀\n\nThe food was good — but the staff wasn’t. ';
    const { sentences } = takeApart(normalise(text), tokenizer, 20);
    const given = ({ start, end }: Part): string => text.slice(start, end);
    expect(sentences.map(given)).toEqual(['“Great!” 😀', 'The food was good — but the staff wasn’t.']);
    expect(sentences[1]?.clauses.map(given)).toEqual(['The food was good —', 'but the staff wasn’t.']);
  });

  it('without tokens has no parts', () => {
    expect(takeApart(normalise(' \u200B\n'), tokenizer, 5)).toMatchObject({ sentences: [], windows: [] });
  });
});
