/** The labels that a reading would have with the line for *unsure* drawn elsewhere. */
import type { Clause, Sentence, VerdictLabel } from '../contracts/analysis.ts';
import type { RowReading, RowResult } from '../contracts/row-result.ts';
import { likeliest } from './likeliest.ts';
import { decide, read } from './verdict.ts';

export type Labelled = Pick<RowReading, 'confidence' | 'sentences'> & { label: VerdictLabel };

/**
 * Decides text, sentences and clauses anew from the probabilities that were kept, as the analyzer does.
 *
 * @param unsureBelow confidence from which a tone is answered, 0 to 1
 */
export function relabel(
  reading: Pick<RowReading, 'probabilities' | 'sentences'>,
  unsureBelow: number,
): Labelled {
  // The second line only says what a person should look at.
  const thresholds = { answer: unsureBelow, review: unsureBelow };
  const sentences = reading.sentences.map((sentence): Sentence => {
    if (sentence.clauses === undefined) return { ...sentence, ...read(sentence.probabilities, thresholds) };
    const clauses = sentence.clauses.map((clause): Clause => {
      return { ...clause, ...read(clause.probabilities, thresholds) };
    });
    return { ...sentence, ...decide(read(sentence.probabilities, thresholds), clauses), clauses };
  });
  const parts = sentences.flatMap((sentence) => [sentence, ...(sentence.clauses ?? [])]);
  return { ...decide(read(reading.probabilities, thresholds), parts), sentences };
}

/** What came of a row with the line drawn elsewhere; as it is where it has no label. */
export function relabelled(result: RowResult, unsureBelow: number): RowResult {
  if (result.kind !== 'read') return result;
  return { ...result, reading: { ...result.reading, ...relabel(result.reading, unsureBelow) } };
}

/**
 * The highest line for *unsure* with which a text is mixed: up to there one part is positive and one negative, both
 * surely enough. 0 where it is mixed with no line.
 */
export function mixedUpTo({ sentences }: Pick<RowReading, 'sentences'>): number {
  const surest = { negative: 0, neutral: 0, positive: 0 };
  // A sentence that is mixed itself has clauses of both tones that are as sure.
  for (const { probabilities } of sentences.flatMap((sentence) => [sentence, ...(sentence.clauses ?? [])])) {
    const tone = likeliest(probabilities);
    surest[tone] = Math.max(surest[tone], probabilities[tone]);
  }
  return Math.min(surest.negative, surest.positive);
}
