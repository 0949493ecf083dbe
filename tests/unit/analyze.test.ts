import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '#core/analyze';
import {
  analysis as analysisSchema,
  tones,
  type Analysis,
  type Probabilities,
} from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import { calibrate } from '#core/score/verdict';
import type { Session } from '#core/session';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { createFixtureAnalyzer, fixtureEngine, loadFixture } from './fixture-session.ts';
import { textArbitrary } from './text-arbitrary.ts';

const { model, session } = await loadFixture();
const { temperature } = model.manifest.calibration;
const freshAnalyzer = () => createFixtureAnalyzer(model, session);
const analyzer = freshAnalyzer();

const longReview = Array.from(
  { length: 60 },
  (_, i) => `On day ${i} the food was great but the service was slow, and nobody said a word about it.`,
).join(' ');
const reviews = [
  'Lovely.',
  'The food was great but the service was awful.',
  'I don’t like it 😡. It broke after 2 days!!! Write to joe@example.com for a refund.',
  'Is this the way to the station?',
  'Good\n\nBad\n\n- cheap\n- loud',
  '“So good” — she said… and she’s never wrong :)',
  longReview,
];

const largestDifference = (one: Probabilities, other: Probabilities): number =>
  Math.max(...tones.map((tone) => Math.abs(one[tone] - other[tone])));

/** What must not depend on how or when a text is read. */
function stable(analysis: Analysis) {
  const { label, score, confidence, probabilities, needsReview, reviewReasons, sentences, evidence } =
    analysis;
  return { label, score, confidence, probabilities, needsReview, reviewReasons, sentences, evidence };
}

/** Evidence adds up, places are in order within the text, and nothing is left unsaid. */
function expectSound(text: string, analysis: Analysis): void {
  expect(analysisSchema.safeParse(analysis).error).toBeUndefined();
  const { evidence, probabilities, sentences, input } = analysis;
  expect(evidence).toHaveLength(input.tokens);
  expect(input).toMatchObject({ characters: text.length, truncated: false });

  const mean = (tone: (typeof tones)[number]): number =>
    evidence.reduce((sum, entry) => sum + entry[tone], 0) / evidence.length;
  const fromEvidence = calibrate([mean('negative'), mean('neutral'), mean('positive')], temperature);
  expect(largestDifference(fromEvidence, probabilities)).toBeLessThan(1e-5);
  expect(tones.reduce((sum, tone) => sum + probabilities[tone], 0)).toBeCloseTo(1, 9);
  expect(analysis.score).toBeCloseTo(probabilities.positive - probabilities.negative, 9);

  for (const spans of [evidence, sentences, ...sentences.map(({ clauses }) => clauses ?? [])]) {
    const misplaced = spans.filter(
      ({ start, end }, i) =>
        start >= end ||
        end > text.length ||
        start < (spans[i - 1]?.start ?? 0) ||
        end < (spans[i - 1]?.end ?? 0),
    );
    expect(misplaced).toEqual([]);
  }
  // Every token is in a sentence.
  expect(sentences[0]?.start).toBeLessThanOrEqual(evidence[0]?.start ?? -1);
  expect(sentences.at(-1)?.end).toBeGreaterThanOrEqual(evidence.at(-1)?.end ?? Infinity);
}

describe('an analysis', () => {
  it.each(reviews)('is sound: %.40s', async (text) => {
    expectSound(text, await analyzer.analyze({ text }));
  });

  it('is sound for any text, or the text is blank', async () => {
    let analysed = 0;
    await fc.assert(
      fc.asyncProperty(textArbitrary(['but', '; it']), async (text) => {
        try {
          expectSound(text, await analyzer.analyze({ text, anyLanguage: true }));
          analysed += 1;
        } catch (thrown) {
          if (!(thrown instanceof UndertoneError)) throw thrown;
          expect(thrown.code).toBe('text-blank');
          expect(text).not.toMatch(/[a-z]/i);
        }
      }),
      { numRuns: 300, seed: 11 },
    );
    expect(analysed).toBeGreaterThan(250);
  });

  it('averages the evidence to the logits that the manifest knows', async () => {
    for (const { text, logits } of model.manifest.knownAnswers) {
      const { evidence } = await analyzer.analyze({ text });
      for (const [i, tone] of tones.entries()) {
        const mean = evidence.reduce((sum, entry) => sum + entry[tone], 0) / evidence.length;
        expect(mean).toBeCloseTo(logits[i] ?? Number.NaN, 5);
      }
    }
  });

  it('says what made it, and never the same id twice', async () => {
    const one = await analyzer.analyze({ text: 'Lovely.' });
    const other = await analyzer.analyze({ text: 'Lovely.' });
    expect(one.engine).toEqual(fixtureEngine);
    expect(one.model).toEqual({
      name: model.manifest.name,
      version: model.manifest.version,
      sha256: model.manifest.files.weights.sha256,
    });
    expect(one.id).not.toBe(other.id);
    expect(one).not.toHaveProperty('aspects');
  });

  it('shows evidence at its place in the text as given', async () => {
    const text = 'I’m 😡 about joe@x.org!';
    const { evidence } = await analyzer.analyze({ text });
    const given = evidence.map(({ start, end }) => text.slice(start, end));
    expect(given).toContain('😡');
    expect(given).toContain('joe@x.org');
    expect(given.at(-1)).toBe('!');
  });
});

describe('a text', () => {
  it('scores the same alone, among others and in any order', async () => {
    const alone = await Promise.all(reviews.map((text) => freshAnalyzer().analyze({ text })));
    const together = await freshAnalyzer().analyzeMany(reviews.map((text) => ({ text })));
    const reversed = await freshAnalyzer().analyzeMany(reviews.toReversed().map((text) => ({ text })));
    for (const [i, expected] of alone.entries()) {
      for (const other of [together[i], reversed.toReversed()[i]]) {
        if (other === undefined || other instanceof UndertoneError)
          throw new Error('not analysed', { cause: other });
        expect(largestDifference(other.probabilities, expected.probabilities)).toBeLessThan(1e-6);
        expect(other.label).toBe(expected.label);
        expect(other.sentences.map(({ label }) => label)).toEqual(
          expected.sentences.map(({ label }) => label),
        );
      }
    }
  });

  it('that stood in a file takes no room of what is remembered on a device', async () => {
    let runs = 0;
    const counting: Session = {
      run: (...row) => {
        runs += 1;
        return session.run(...row);
      },
    };
    const { manifest, vocabulary } = model;
    const onDevice = createAnalyzer({
      session: counting,
      tokenizer: createTokenizer(vocabulary),
      manifest,
      engine: { ...fixtureEngine, where: 'device' },
    });
    await onDevice.analyze({ text: 'Lovely.' });
    await onDevice.analyzeMany([{ text: 'Lovely.' }, { text: 'The food was bad.' }]);
    const before = runs;
    await onDevice.analyze({ text: 'Lovely.' });
    expect(runs).toBe(before);
    await onDevice.analyze({ text: 'The food was bad.' });
    expect(runs).toBeGreaterThan(before);
  });

  it('scores the same when it is read again', async () => {
    const text = reviews[2] ?? '';
    expect(stable(await analyzer.analyze({ text }))).toEqual(stable(await analyzer.analyze({ text })));
  });

  it('that is long is read to its end, in windows that fit the model', async () => {
    const lengths: number[] = [];
    const recording: Session = {
      run(ids, rows, length) {
        lengths.push(length);
        return session.run(ids, rows, length);
      },
    };
    const { input, evidence, sentences } = await createFixtureAnalyzer(model, recording).analyze({
      text: longReview,
    });
    expect(Math.max(...lengths)).toBeLessThanOrEqual(model.manifest.maxLength);
    expect(input.windows).toBeGreaterThanOrEqual(input.tokens / (model.manifest.maxLength - 2));
    expect(sentences).toHaveLength(60);
    expect(evidence.at(-1)?.end).toBe(longReview.length);
  });
});

describe('several texts at once', () => {
  it('get each their result or their error', async () => {
    const results = await analyzer.analyzeMany([
      { text: 'Lovely.' },
      { text: ' \n' },
      { text: 'Awful service.' },
    ]);
    expect(results.map((result) => (result instanceof UndertoneError ? result.code : 'analysed'))).toEqual([
      'analysed',
      'text-blank',
      'analysed',
    ]);
  });

  it('may be none, or none that can be read', async () => {
    expect(await analyzer.analyzeMany([])).toEqual([]);
    const [only] = await analyzer.analyzeMany([{ text: '' }]);
    expect(only).toMatchObject({ code: 'text-blank' });
  });
});

describe('what cannot be read', () => {
  it.each(['', ' ', '\n\t\r', '\u00A0\u3000\uFEFF', '\0\u200B\uFFFD', '\uD800', '\u0301'])(
    'is blank: %j',
    async (text) => {
      await expect(analyzer.analyze({ text })).rejects.toMatchObject({ code: 'text-blank' });
    },
  );

  it('is too long past two million characters', async () => {
    const reading = analyzer.analyze({ text: 'a'.repeat(2_000_001) });
    await expect(reading).rejects.toMatchObject({
      code: 'text-too-long',
      details: { characters: 2_000_001, limit: 2_000_000 },
    });
  });

  it('is in another language, unless the person insists', async () => {
    const text = 'Das Essen war leider kalt, und der Kellner hat sich nicht einmal entschuldigt.';
    await expect(analyzer.analyze({ text })).rejects.toMatchObject({
      code: 'language-unsupported',
      details: { language: 'de' },
    });
    const read = await analyzer.analyze({ text, anyLanguage: true });
    expect(read.language).toMatchObject({ code: 'de', supported: false });
    expect(read.reviewReasons).toContain('language');
    expect(read.needsReview).toBe(true);
  });

  it('carries none of the text in its error', async () => {
    const text = 'Das Essen war leider kalt, und der Kellner hat sich nicht einmal entschuldigt.';
    const error = await analyzer.analyze({ text }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UndertoneError);
    if (error instanceof UndertoneError) expect(JSON.stringify(error.toData())).not.toContain('Kellner');
  });
});

describe('stopping', () => {
  it('ends a long reading between two runs', async () => {
    const abort = new AbortController();
    let runs = 0;
    const stopping: Session = {
      run(ids, rows, length) {
        runs += 1;
        if (runs === 2) abort.abort();
        return session.run(ids, rows, length);
      },
    };
    const reading = createFixtureAnalyzer(model, stopping).analyze(
      { text: longReview },
      { signal: abort.signal },
    );
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(runs).toBe(2);
  });
});

describe('proof', () => {
  it('is given by the model as it is', async () => {
    await expect(freshAnalyzer().prove()).resolves.toHaveLength(model.manifest.knownAnswers.length);
  });

  it('fails with an engine that is off by more than a hundredth', async () => {
    const wrong: Session = {
      async run(ids, rows, length) {
        const { logits, evidence } = await session.run(ids, rows, length);
        return { logits: logits.map((logit, i) => (i % 3 === 0 ? logit + 0.3 : logit)), evidence };
      },
    };
    await expect(createFixtureAnalyzer(model, wrong).prove()).rejects.toMatchObject({ code: 'engine-wrong' });
  });

  it('passes with an engine that differs in the last places', async () => {
    const close: Session = {
      async run(ids, rows, length) {
        const { logits, evidence } = await session.run(ids, rows, length);
        return { logits: logits.map((logit) => logit + 1e-4 * Math.sign(logit)), evidence };
      },
    };
    await expect(createFixtureAnalyzer(model, close).prove()).resolves.toHaveLength(
      model.manifest.knownAnswers.length,
    );
  });
});
