/**
 * The calibration stage: one temperature for all texts, and the two thresholds, chosen on half A of the dev files.
 *
 *   tsx models/training/calibrate.ts --data DIR --work DIR
 *
 * Writes <work>/calibration.json.
 */
import { parseArgs } from 'node:util';
import { readScored } from './dataset.ts';
import { halfOf, reportOnlySources } from './halves.ts';
import { classesOf } from './metrics.ts';
import { logitsOf, openPredictor } from './predict.ts';
import { expectedCalibrationError } from './reliability.ts';
import {
  answersAt,
  fitTemperature,
  lowestThreshold,
  shownAnswer,
  type LabelledLogits,
} from './thresholds.ts';
import { workModel, writeReport, type CalibrationReport } from './work-folder.ts';

const rightWhenAnswered = 0.9;
const rightWithoutReview = 0.95;

const { values } = parseArgs({ options: { data: { type: 'string' }, work: { type: 'string' } } });
const { data, work } = values;
if (data === undefined || work === undefined) throw new Error('Give --data DIR and --work DIR');

const predict = await openPredictor(workModel(work));
const rows: LabelledLogits[] = [];
for (const { source, rows: labelled } of readScored(data)) {
  if (reportOnlySources.has(source)) continue;
  const classes = classesOf(labelled.map(({ label }) => ({ gold: label })));
  const chosen = labelled.filter(({ text }) => halfOf(text) === 'A');
  const analyses = await predict(
    chosen.map(({ text }) => text),
    source,
  );
  for (const [i, analysis] of analyses.entries()) {
    const gold = chosen[i]?.label;
    if (gold !== undefined) rows.push({ logits: logitsOf(analysis), gold, classes });
  }
}

const temperature = fitTemperature(rows);
const answers = rows.map((row) => shownAnswer(row, temperature));
const report: CalibrationReport = {
  temperature,
  thresholds: {
    answer: lowestThreshold(answers, rightWhenAnswered),
    review: lowestThreshold(answers, rightWithoutReview),
  },
  texts: rows.length,
};
writeReport(work, 'calibration.json', report);
const error = (at: number): string => expectedCalibrationError(answersAt(rows, at)).toFixed(4);
console.log(JSON.stringify(report));
console.log(`calibration error on half A: ${error(1)} before, ${error(temperature)} after`);
