/**
 * Scores a model on labelled texts through the product's own pipeline and prints a table.
 *
 *   npm run evaluate -- DATA_DIR [--fp32 FILE] [--model ID] [--models DIR]
 *   tsx models/training/evaluate.ts --data DIR --work DIR      as a stage: writes <work>/evaluation.json
 *
 * DATA_DIR holds `dev/*.jsonl.gz` or `test/*.jsonl.gz`, or such files itself; a file without one neutral text is scored over two classes.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { detectLanguage } from '#core/text/language';
import { readModelFiles } from '../../server/ort/model-files.ts';
import { readScored, type DataFile, type LabelledText } from './dataset.ts';
import { formatEvaluation } from './evaluation-table.ts';
import { halfOf } from './halves.ts';
import {
  answerOf,
  classesOf,
  expectedCalibrationError,
  scorePredictions,
  share,
  type Prediction,
  type Scores,
} from './metrics.ts';
import { openPredictor, predictionsOf, type Predict, type RunnableModel } from './predict.ts';
import { workModel, writeReport, type EvaluationReport, type EvaluationRow } from './work-folder.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    work: { type: 'string' },
    fp32: { type: 'string' },
    model: { type: 'string' },
    models: { type: 'string', default: 'models' },
  },
});
const data = values.data ?? positionals[0];
if (data === undefined) throw new Error('Give the folder of labelled texts');
const { work } = values;

const model: RunnableModel =
  work === undefined ? await readModelFiles(values.models, values.model) : workModel(work);
// As a stage the exported model lies in the work folder.
const exported = work === undefined ? undefined : join(work, 'fp32.onnx');
const fp32Path = values.fp32 ?? (exported !== undefined && existsSync(exported) ? exported : undefined);
const predictInt8 = await openPredictor(model);
const predictFp32 =
  fp32Path === undefined ? undefined : await openPredictor({ ...model, graphPath: fp32Path });

interface Evaluated {
  readonly rows: readonly LabelledText[];
  readonly int8: readonly Prediction[];
  readonly fp32: readonly Prediction[] | undefined;
}

async function evaluateFile({ source, rows }: DataFile): Promise<Evaluated> {
  const texts = rows.map(({ text }) => text);
  const predictionsBy = async (predict: Predict, name: string): Promise<Prediction[]> =>
    predictionsOf(rows, await predict(texts, `${source} ${name}`));
  return {
    rows,
    int8: await predictionsBy(predictInt8, 'int8'),
    fp32: predictFp32 && (await predictionsBy(predictFp32, 'fp32')),
  };
}

/** The shown tone of each text, whatever the thresholds make of it. */
function shownTones(predictions: readonly Prediction[]): string[] {
  return predictions.map(({ gold, probabilities }) => {
    const all = ['negative', 'neutral', 'positive'] as const;
    return answerOf({ gold, probabilities }, all).predicted;
  });
}

function rowOf(set: string, { rows, int8, fp32 }: Evaluated): EvaluationRow {
  const { answer } = model.manifest.thresholds;
  const classes = classesOf(int8);
  const reported = int8.filter((_, i) => halfOf(rows[i]?.text ?? '') === 'B');
  const answered = reported.filter(({ confidence }) => confidence >= answer);
  const fp32Tones = fp32 && shownTones(fp32);
  return {
    set,
    int8: scorePredictions(int8),
    ...(fp32 === undefined || fp32Tones === undefined
      ? {}
      : {
          fp32: scorePredictions(fp32),
          fp32LabelsDiffer: share(
            shownTones(int8).map((tone, i) => tone !== fp32Tones[i]),
            Boolean,
          ),
        }),
    reported: {
      texts: reported.length,
      ece: expectedCalibrationError(reported.map((prediction) => answerOf(prediction, classes))),
      answered: reported.length === 0 ? 0 : answered.length / reported.length,
      rightWhenAnswered: share(
        answered,
        ({ gold, probabilities }) =>
          answerOf({ gold, probabilities }, ['negative', 'neutral', 'positive']).right,
      ),
    },
    refused: rows.filter(({ text }) => !detectLanguage(text).supported).length,
  };
}

/** Accuracy and macro-F1 are means over the files; everything else is over all texts together. */
function totalOf(rows: readonly EvaluationRow[], files: readonly Evaluated[]): EvaluationRow {
  const pooled = rowOf('total', {
    rows: files.flatMap((file) => file.rows),
    int8: files.flatMap((file) => file.int8),
    fp32: predictFp32 && files.flatMap((file) => file.fp32 ?? []),
  });
  const mean = (valueOf: (row: EvaluationRow) => number): number =>
    rows.reduce((sum, row) => sum + valueOf(row), 0) / rows.length;
  const withMeans = (scores: Scores, of: (row: EvaluationRow) => Scores): Scores => ({
    ...scores,
    accuracy: mean((row) => of(row).accuracy),
    macroF1: mean((row) => of(row).macroF1),
    // Each file by its own classes: a text of a two-class file has no neutral to lose to.
    ece: expectedCalibrationError(
      files.flatMap((file) => {
        const classes = classesOf(file.int8);
        return (of === fp32Of ? (file.fp32 ?? []) : file.int8).map((prediction) =>
          answerOf(prediction, classes),
        );
      }),
    ),
  });
  const fp32Of = (row: EvaluationRow): Scores => row.fp32 ?? row.int8;
  return {
    ...pooled,
    int8: withMeans(pooled.int8, (row) => row.int8),
    ...(pooled.fp32 === undefined ? {} : { fp32: withMeans(pooled.fp32, fp32Of) }),
    reported: {
      ...pooled.reported,
      ece: expectedCalibrationError(
        files.flatMap((file) => {
          const classes = classesOf(file.int8);
          return file.int8
            .filter((_, i) => halfOf(file.rows[i]?.text ?? '') === 'B')
            .map((prediction) => answerOf(prediction, classes));
        }),
      ),
    },
  };
}

const evaluated: Evaluated[] = [];
const rows: EvaluationRow[] = [];
for (const file of readScored(data)) {
  const result = await evaluateFile(file);
  evaluated.push(result);
  rows.push(rowOf(file.source, result));
}
const report: EvaluationReport = { rows, total: totalOf(rows, evaluated) };
if (work !== undefined) writeReport(work, 'evaluation.json', report);
console.log(formatEvaluation(report));
