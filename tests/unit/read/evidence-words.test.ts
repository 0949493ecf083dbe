import { describe, expect, it } from 'vitest';
import type { Evidence, Sentence, VerdictLabel } from '#core/contracts/analysis';
import {
  evidenceMarks,
  evidenceWords,
  strongestWords,
} from '../../../src/features/analyze/evidence-words.ts';

const even = { negative: 0, neutral: 1, positive: 0 };

/** Evidence for every piece of the text that the pattern finds; its weight is looked up by the piece. */
function evidenceOf(
  text: string,
  weights: Record<string, number> = {},
  pattern = /[\p{L}\p{N}]+|[^\s]/gu,
): Evidence[] {
  return [...text.matchAll(pattern)].map(({ 0: piece, index }) => ({
    start: index,
    end: index + piece.length,
    negative: Math.max(0, -(weights[piece] ?? 0)),
    neutral: 0,
    positive: Math.max(0, weights[piece] ?? 0),
  }));
}

function sentencesOf(text: string, label: VerdictLabel): Sentence[] {
  return [...text.matchAll(/[^.]+\.?/gu)].map(({ 0: piece, index }) => ({
    start: index + (piece.length - piece.trimStart().length),
    end: index + piece.length,
    label,
    confidence: 1,
    probabilities: even,
  }));
}

function wordsIn(text: string, weights?: Record<string, number>, pattern?: RegExp) {
  return evidenceWords(text, evidenceOf(text, weights, pattern)).map(({ start, end, value }) => ({
    word: text.slice(start, end),
    value,
  }));
}

function marksIn(text: string, weights: Record<string, number>, label: VerdictLabel = 'unsure') {
  const sentences = sentencesOf(text, label);
  const marks = evidenceMarks(text, sentences, evidenceWords(text, evidenceOf(text, weights)));
  return marks.map((own, index) =>
    own.map(({ start, end, tone, step }) => {
      const from = sentences[index]?.start ?? 0;
      return { words: text.slice(from + start, from + end), tone, step };
    }),
  );
}

describe('words from the evidence of tokens', () => {
  it('are read as the mean of their pieces', () => {
    const pieces = /spot|less|[\p{L}]+/gu;
    expect(wordsIn('spotless room', { spot: 2, less: 1.5, room: -0.5 }, pieces)).toEqual([
      { word: 'spotless', value: 1.75 },
      { word: 'room', value: -0.5 },
    ]);
  });

  it('keeps a word with an apostrophe together, straight or curly', () => {
    expect(wordsIn("don't", { don: -1, t: -3 }).map(({ word }) => word)).toEqual(["don't"]);
    expect(wordsIn('don’t', { don: -1, '’': -2, t: -3 })).toEqual([{ word: 'don’t', value: -2 }]);
    expect(wordsIn('check-out').map(({ word }) => word)).toEqual(['check-out']);
  });

  it('leaves punctuation out, but not emoji and emoticons', () => {
    const signs = /:\)|🙂|[\p{L}]+|[^\s]/gu;
    expect(wordsIn('fine, really! :) 🙂', {}, signs).map(({ word }) => word)).toEqual([
      'fine',
      'really',
      ':)',
      '🙂',
    ]);
  });

  it('counts several tokens over the same sign as one', () => {
    const evidence: Evidence[] = [
      { start: 0, end: 2, negative: 0, neutral: 0, positive: 1 },
      { start: 0, end: 2, negative: 0, neutral: 0, positive: 2 },
    ];
    expect(evidenceWords('🙂', evidence)).toEqual([{ start: 0, end: 2, value: 1.5, isTelling: true }]);
  });

  it('finds the strongest whichever way they point', () => {
    const text = 'good bad fine dull';
    const words = evidenceWords(text, evidenceOf(text, { good: 3, bad: -4, fine: 1, dull: -2 }));
    expect(strongestWords(words, 3).map(({ start, end }) => text.slice(start, end))).toEqual([
      'bad',
      'good',
      'dull',
    ]);
  });

  it('never finds a word that only holds the sentence together, but does find a negation', () => {
    const text = 'It was NOT as good, and I didn’t stay.';
    const weights = Object.fromEntries(
      ['It', 'was', 'as', 'and', 'I', 'NOT', 'good', 'didn’t'].map((word) => [word, 3]),
    );
    const words = evidenceWords(text, evidenceOf(text, weights, /[\p{L}’]+|[^\s]/gu));
    expect(words).toHaveLength(9);
    expect(strongestWords(words, 8).map(({ start, end }) => text.slice(start, end))).toEqual([
      'NOT',
      'good',
      'didn’t',
      'stay',
    ]);
  });
});

describe('marks', () => {
  const filler = 'one two three four five six seven eight nine ten';

  it('marks at most one word in five', () => {
    const weights = Object.fromEntries(filler.split(' ').map((word) => [word, 3]));
    const marked = marksIn(`${filler}.`, weights)
      .flat()
      .flatMap(({ words }) => words.split(' '));
    expect(marked).toHaveLength(2);
  });

  it('marks one word of a short text', () => {
    expect(marksIn('Lovely room', { Lovely: 4, room: 1 })).toEqual([
      [{ words: 'Lovely', tone: 'positive', step: 3 }],
    ]);
  });

  it('marks nothing where no word says much', () => {
    expect(marksIn(`${filler}.`, { one: 0.3, two: -0.2 })).toEqual([[]]);
  });

  it('tints by strength and tells the tones apart', () => {
    const text = `${filler} eleven twelve thirteen fourteen fifteen.`;
    const marks = marksIn(text, { two: 4, six: -2.4, ten: 1.6 }).flat();
    expect(marks).toEqual([
      { words: 'two', tone: 'positive', step: 3 },
      { words: 'six', tone: 'negative', step: 2 },
      { words: 'ten', tone: 'positive', step: 1 },
    ]);
  });

  it('joins neighbours of one tone, and only those', () => {
    const text = `${filler} eleven twelve thirteen fourteen fifteen.`;
    expect(marksIn(text, { two: 4, three: 3, four: -4 }).flat()).toEqual([
      { words: 'two three', tone: 'positive', step: 3 },
      { words: 'four', tone: 'negative', step: 3 },
    ]);
  });

  it('spreads the marks over the sentences', () => {
    const strong = { one: 4, two: 4, three: 4, eleven: 3 };
    const marks = marksIn(`${filler}. eleven twelve thirteen fourteen fifteen.`, strong);
    expect(marks.map((own) => own.flatMap(({ words }) => words.split(' ')).length)).toEqual([2, 1]);
  });

  it('needs a sentence that reads that way by itself', () => {
    const text = `${filler} eleven twelve thirteen fourteen fifteen.`;
    const weights = { two: 4, six: -4, ten: 3 };
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
    const weights = { great: 2.7, awful: -4, service: -3 };
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
