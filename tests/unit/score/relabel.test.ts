import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowReading } from '#core/contracts/row-result';
import { mixedUpTo, relabel } from '#core/score/relabel';
import { toRowResult } from '#core/score/row-result';
import { createFixtureAnalyzer, loadFixture } from '../fixture-session.ts';
import { textArbitrary } from '../text-arbitrary.ts';

const { model, session } = await loadFixture();

/** What a model with its line for *unsure* there says. */
async function readingAt(text: string, answer: number): Promise<RowReading | null> {
  const thresholds = { ...model.manifest.thresholds, answer };
  const analyzer = createFixtureAnalyzer({ ...model, manifest: { ...model.manifest, thresholds } }, session);
  const [analysis] = await analyzer.analyzeMany([{ text, anyLanguage: true }]);
  const result = analysis === undefined ? null : toRowResult(analysis);
  return result?.kind === 'read' ? result.reading : null;
}

const someTexts = fc.oneof(
  textArbitrary(),
  fc
    .array(fc.constantFrom('good', 'bad', 'but', 'room', 'the', 'and', '.', ',', 'not', 'lovely'), {
      minLength: 4,
      maxLength: 40,
    })
    .map((words) => words.join(' ')),
);
const lines = fc.double({ min: 0.3, max: 1, noNaN: true });

describe('labels with another line for unsure', () => {
  it('are those of a model that has it there', async () => {
    await fc.assert(
      fc.asyncProperty(someTexts, lines, lines, async (text, one, other) => {
        const reading = await readingAt(text, one);
        const expected = await readingAt(text, other);
        if (reading === null || expected === null) return;
        const { label, confidence, sentences } = expected;
        expect(relabel(reading, other)).toEqual({ label, confidence, sentences });
      }),
      { numRuns: 60 },
    );
  });

  it('are mixed up to one line, and with none above it', async () => {
    await fc.assert(
      fc.asyncProperty(someTexts, lines, async (text, line) => {
        const reading = await readingAt(text, 0.5);
        if (reading === null) return;
        const last = mixedUpTo(reading);
        for (const each of [line, last, last + 1e-9].filter((some) => some > 0))
          expect(relabel(reading, each).label === 'mixed').toBe(each <= last);
      }),
      { numRuns: 60 },
    );
  });
});
