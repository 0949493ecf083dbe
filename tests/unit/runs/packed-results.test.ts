/** Results come out of their typed arrays as they went in. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { verdictLabels } from '#core/contracts/analysis';
import type { ReviewReason } from '#core/contracts/analysis';
import type { RowResult } from '#core/contracts/row-result';
import {
  isForReview,
  packResults,
  rowKindCodes,
  unpackResults,
} from '../../../workers/table/packed-results.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const probabilities = fc.record({ negative: unit, neutral: unit, positive: unit });
const clause = fc.record({
  start: fc.nat(2_000_000),
  end: fc.nat(2_000_000),
  label: fc.constantFrom(...verdictLabels),
  confidence: unit,
  probabilities,
});
const sentence = fc
  .tuple(clause, fc.option(fc.array(clause, { maxLength: 3 }), { nil: undefined }))
  .map(([span, clauses]) => (clauses === undefined ? span : { ...span, clauses }));
const reasons: ReviewReason[] = ['unsure', 'doubtful', 'mixed', 'language'];

const result: fc.Arbitrary<RowResult> = fc.oneof(
  fc.record({
    kind: fc.constant('read' as const),
    reading: fc.record({
      label: fc.constantFrom(...verdictLabels),
      score: fc.double({ min: -1, max: 1, noNaN: true }),
      confidence: unit,
      probabilities,
      needsReview: fc.boolean(),
      reviewReasons: fc.subarray(reasons),
      sentences: fc.array(sentence, { maxLength: 4 }),
      languageCode: fc.constantFrom('en', 'und', 'de'),
    }),
  }),
  fc.constant({ kind: 'empty' as const }),
  fc.record({
    kind: fc.constant('other-language' as const),
    languageCode: fc.string(),
    languageName: fc.string(),
  }),
  fc.record({ kind: fc.constant('failed' as const), code: fc.constantFrom('text-too-long', 'internal') }),
);

it('gives back what it was given, to the last bit', () => {
  fc.assert(
    fc.property(fc.array(result, { maxLength: 40 }), (results) => {
      expect(unpackResults(packResults(results))).toEqual(results);
    }),
  );
});

it('tells without unpacking what came of each row', () => {
  fc.assert(
    fc.property(fc.array(result, { maxLength: 40 }), (results) => {
      const { kinds, scores, confidences, reviews } = packResults(results);
      for (const [row, { kind, ...rest }] of results.entries()) {
        const reading = 'reading' in rest ? rest.reading : null;
        expect(rowKindCodes[kinds[row] ?? 0]).toBe(reading?.label ?? kind);
        expect(scores[row]).toBe(reading?.score ?? NaN);
        expect(confidences[row]).toBe(reading?.confidence ?? NaN);
        expect(isForReview(reviews[row] ?? 0)).toBe(reading?.needsReview ?? false);
      }
    }),
  );
});
