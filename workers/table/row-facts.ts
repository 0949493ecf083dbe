/**
 * What decides the label of each row wherever the line for *unsure* is, in typed arrays: some twenty bytes a row. By
 * them rows are counted by another line without being fetched.
 */
import { tones, verdictLabels } from '#core/contracts/analysis';
import type { VerdictLabel } from '#core/contracts/analysis';
import type { RowResult } from '#core/contracts/row-result';
import { scoreBinOf } from '#core/report/summary';
import { likeliest } from '#core/score/likeliest';
import { mixedUpTo } from '#core/score/relabel';

export interface RowFacts {
  set(row: number, result: RowResult): void;
  /** By the line, or as the model has it where that is null; null of a row that was not read. */
  labelOf(row: number, unsureBelow: number | null): VerdictLabel | null;
  /** As `scoreBinOf` has it. */
  scoreBinOf(row: number): number;
}

const notRead = 0xff;

export function createRowFacts(rows: number): RowFacts {
  /** As the model has it, by place among the labels. */
  const labels = new Uint8Array(rows).fill(notRead);
  /** The likeliest, by place among the tones, and how sure it is. */
  const likeliestTones = new Uint8Array(rows);
  const confidences = new Float64Array(rows);
  /** The highest line with which it is mixed; 0 where it is so with none. */
  const mixedLines = new Float64Array(rows);
  const scoreBins = new Uint8Array(rows);

  return {
    set(row, result) {
      if (result.kind !== 'read') return;
      const { label, probabilities, score } = result.reading;
      const tone = likeliest(probabilities);
      labels[row] = verdictLabels.indexOf(label);
      likeliestTones[row] = tones.indexOf(tone);
      confidences[row] = probabilities[tone];
      mixedLines[row] = mixedUpTo(result.reading);
      scoreBins[row] = scoreBinOf(score);
    },
    labelOf(row, unsureBelow) {
      const label = labels[row] ?? notRead;
      if (label === notRead) return null;
      if (unsureBelow === null) return verdictLabels[label] ?? null;
      const mixedLine = mixedLines[row] ?? 0;
      if (mixedLine > 0 && unsureBelow <= mixedLine) return 'mixed';
      return (confidences[row] ?? 0) < unsureBelow ? 'unsure' : (tones[likeliestTones[row] ?? 0] ?? null);
    },
    scoreBinOf: (row) => scoreBins[row] ?? 0,
  };
}
