/** Rows of a run put together by hand, and drawn at random. */
import fc from 'fast-check';
import type { Probabilities, Sentence, VerdictLabel } from '#core/contracts/analysis';
import type { RowReading } from '#core/contracts/row-result';
import type { ReportRow } from '#core/report/summary';

const sure: Record<VerdictLabel, Probabilities> = {
  negative: { negative: 0.9, neutral: 0.06, positive: 0.04 },
  neutral: { negative: 0.05, neutral: 0.9, positive: 0.05 },
  positive: { negative: 0.04, neutral: 0.06, positive: 0.9 },
  mixed: { negative: 0.4, neutral: 0.2, positive: 0.4 },
  unsure: { negative: 0.35, neutral: 0.33, positive: 0.32 },
};

/** A text read as one sentence. */
function readingOf(text: string, label: VerdictLabel, sentences?: Sentence[]): RowReading {
  const probabilities = sure[label];
  const confidence = Math.max(...Object.values(probabilities));
  return {
    label,
    score: probabilities.positive - probabilities.negative,
    confidence,
    probabilities,
    needsReview: false,
    reviewReasons: [],
    sentences: sentences ?? [{ start: 0, end: text.length, label, confidence, probabilities }],
    languageCode: 'en',
  };
}

export function rowOf(
  text: string,
  label: VerdictLabel,
  cells: Partial<Omit<ReportRow, 'text' | 'result'>> & { sentences?: Sentence[] } = {},
): ReportRow {
  const { sentences, ...rest } = cells;
  return {
    text,
    group: null,
    date: null,
    rating: null,
    fault: null,
    repeated: false,
    result: { kind: 'read', reading: readingOf(text, label, sentences) },
    ...rest,
  };
}

const word = fc.constantFrom('cold', 'Breakfast', 'desk', 'the', 'not', 'view', 'Spotless', 'at', 'nobody');
const label = fc.constantFrom<VerdictLabel>('negative', 'neutral', 'positive', 'mixed', 'unsure');
export const isoDay = fc
  .integer({ min: -20_000, max: 40_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));

const readRow = fc
  .record({
    text: fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' ')),
    label,
    group: fc.option(fc.constantFrom('north', 'south', 'east')),
    date: fc.option(isoDay),
    rating: fc.option(fc.integer({ min: 1, max: 5 })),
    repeated: fc.boolean(),
  })
  .map(({ text, label: given, ...cells }) => rowOf(text, given, cells));

const missingRow = fc
  .constantFrom<ReportRow['result']>(
    { kind: 'empty' },
    { kind: 'other-language', languageCode: 'de', languageName: 'German' },
    { kind: 'failed', code: 'text-too-long' },
  )
  .map((result): ReportRow => ({ ...rowOf('', 'neutral'), fault: 'quotes', result }));

export const reportRows = fc.array(fc.oneof({ weight: 8, arbitrary: readRow }, missingRow), {
  maxLength: 60,
});
