/** Predictions kept for later stages: `<work>/predictions/<source>.jsonl`, a line for each text, without the text. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { verdictLabels } from '#core/contracts/analysis';
import type { LabelledText } from './dataset.ts';
import { halfOf } from './halves.ts';
import type { Prediction } from './metrics.ts';
import { likeliest } from '#core/score/likeliest';

/** Index of the label in `verdictLabels`, probabilities in the order of `tones`, tokens of the text. */
const line = z.tuple([z.int(), z.number(), z.number(), z.number(), z.int()]);

function pathOf(work: string, source: string): string {
  return join(work, 'predictions', `${source}.jsonl`);
}

/** Keeps what was predicted for one file of texts. */
export function writePredictions(work: string, source: string, predictions: readonly Prediction[]): void {
  mkdirSync(join(work, 'predictions'), { recursive: true });
  const lines = predictions.map(({ label, probabilities: { negative, neutral, positive }, tokens }) =>
    JSON.stringify([verdictLabels.indexOf(label), negative, neutral, positive, tokens]),
  );
  writeFileSync(pathOf(work, source), lines.map((content) => `${content}\n`).join(''));
}

/**
 * What was predicted for the texts of one file, in their order.
 *
 * @throws Error when the file is missing or is of other texts
 */
export function readPredictions(work: string, source: string, rows: readonly LabelledText[]): Prediction[] {
  const lines = readFileSync(pathOf(work, source), 'utf8').trimEnd().split('\n');
  if (lines.length !== rows.length) {
    throw new Error(`${source}: ${lines.length} predictions for ${rows.length} texts; run evaluate again`);
  }
  return rows.map(({ text, label: gold }, i) => {
    const [label, negative, neutral, positive, tokens] = line.parse(JSON.parse(lines[i] ?? ''));
    const probabilities = { negative, neutral, positive };
    return {
      gold,
      probabilities,
      label: verdictLabels[label] ?? 'unsure',
      confidence: probabilities[likeliest(probabilities)],
      half: halfOf(text),
      tokens,
    };
  });
}
