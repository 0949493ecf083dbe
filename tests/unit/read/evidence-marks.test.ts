import { describe, expect, it } from 'vitest';
import type { Sentence, VerdictLabel } from '#core/contracts/analysis';
import { evidenceWords } from '#core/score/evidence-words';
import { evidenceMarks } from '../../../src/ui/reading/evidence-marks.ts';
import { evidenceOf } from '../score/evidence-of.ts';

/** In logits: a word this strong counts as strong in any text. */
const strongValue = 6;

const even = { negative: 0, neutral: 1, positive: 0 };

function sentencesOf(text: string, label: VerdictLabel): Sentence[] {
  return [...text.matchAll(/[^.]+\.?/gu)].map(({ 0: piece, index }) => ({
    start: index + (piece.length - piece.trimStart().length),
    end: index + piece.length,
    label,
    confidence: 1,
    probabilities: even,
  }));
}

/** @param shares of the evidence of a strong word, by word */
function marksIn(text: string, shares: Record<string, number>, label: VerdictLabel = 'unsure') {
  const weights = Object.fromEntries(
    Object.entries(shares).map(([word, share]) => [word, share * strongValue]),
  );
  const sentences = sentencesOf(text, label);
  const marks = evidenceMarks(text, sentences, evidenceWords(text, evidenceOf(text, weights)));
  return marks.map((own, index) =>
    own.map(({ start, end, tone, step }) => {
      const from = sentences[index]?.start ?? 0;
      return { words: text.slice(from + start, from + end), tone, step };
    }),
  );
}

describe('marks', () => {
  const filler = 'one two three four five six seven eight nine ten';

  it('marks at most one word in five', () => {
    const weights = Object.fromEntries(filler.split(' ').map((word) => [word, 0.75]));
    const marked = marksIn(`${filler}.`, weights)
      .flat()
      .flatMap(({ words }) => words.split(' '));
    expect(marked).toHaveLength(2);
  });

  it('marks one word of a short text', () => {
    expect(marksIn('Lovely room', { Lovely: 1, room: 0.25 })).toEqual([
      [{ words: 'Lovely', tone: 'positive', step: 3 }],
    ]);
  });

  it('marks nothing where no word says much', () => {
    expect(marksIn(`${filler}.`, { one: 0.075, two: -0.05 })).toEqual([[]]);
  });

  it('tints by strength and tells the tones apart', () => {
    const text = `${filler} eleven twelve thirteen fourteen fifteen.`;
    const marks = marksIn(text, { two: 1, six: -0.6, ten: 0.4 }).flat();
    expect(marks).toEqual([
      { words: 'two', tone: 'positive', step: 3 },
      { words: 'six', tone: 'negative', step: 2 },
      { words: 'ten', tone: 'positive', step: 1 },
    ]);
  });

  it('joins neighbours of one tone, and only those', () => {
    const text = `${filler} eleven twelve thirteen fourteen fifteen.`;
    expect(marksIn(text, { two: 1, three: 0.75, four: -1 }).flat()).toEqual([
      { words: 'two three', tone: 'positive', step: 3 },
      { words: 'four', tone: 'negative', step: 3 },
    ]);
  });

  it('spreads the marks over the sentences', () => {
    const strong = { one: 1, two: 1, three: 1, eleven: 0.75 };
    const marks = marksIn(`${filler}. eleven twelve thirteen fourteen fifteen.`, strong);
    expect(marks.map((own) => own.flatMap(({ words }) => words.split(' ')).length)).toEqual([2, 1]);
  });

  it('needs a sentence that reads that way by itself', () => {
    const text = `${filler} eleven twelve thirteen fourteen fifteen.`;
    const weights = { two: 1, six: -1, ten: 0.75 };
    const words = (label: VerdictLabel) =>
      marksIn(text, weights, label)
        .flat()
        .map((mark) => mark.words);
    expect(words('neutral')).toEqual([]);
    expect(words('positive')).toEqual(['two', 'ten']);
    expect(words('negative')).toEqual(['six']);
    expect(words('unsure')).toEqual(['two', 'six', 'ten']);
  });

  it('shows both tones of a mixed sentence, however short', () => {
    const text = 'The food was great but the service was awful.';
    const weights = { great: 0.675, awful: -1, service: -0.75 };
    expect(
      marksIn(text, weights, 'mixed')
        .flat()
        .map((mark) => mark.words),
    ).toEqual(['great', 'awful']);
    expect(
      marksIn(text, weights, 'unsure')
        .flat()
        .map((mark) => mark.words),
    ).toEqual(['awful']);
  });
});
