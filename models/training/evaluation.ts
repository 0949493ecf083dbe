/** From predictions to an evaluation: rows by file, their total, and all texts by length and by confidence. */
import { tones } from '#core/contracts/analysis';
import type { Comparison, EvaluationReport, EvaluationRow, LengthRow } from './evaluation-report.ts';
import type { Half } from './halves.ts';
import {
  answerOf,
  answersOf,
  scorePredictions,
  share,
  type ClassAnswer,
  type Prediction,
} from './metrics.ts';
import { calibrationFloor, expectedCalibrationError, reliabilityBins } from './reliability.ts';
import { createRandom } from './random.ts';
import { intervalOf, meanOf, resampledMeans } from './resampling.ts';

/** One file's texts as each of the models reads them, all in the file's order. */
export interface EvaluatedFile {
  readonly source: string;
  readonly int8: readonly Prediction[];
  readonly fp32: readonly Prediction[] | undefined;
  /** By the model to compare with. */
  readonly against: readonly Prediction[] | undefined;
  /** How many were taken for another language. */
  readonly refused: number;
}

const lengthsFrom = [1, 9, 17, 33, 65, 129] as const;
const bootstrapSeed = 1;

/** The likeliest of all tones of each text, whatever the thresholds make of it. */
function likeliestTones(predictions: readonly Prediction[]): string[] {
  return predictions.map((prediction) => answerOf(prediction, tones).predicted);
}

/** Answers file by file, each over its own classes: a text of a two-class file has no neutral to lose to. */
function answersOfFiles(files: readonly (readonly Prediction[])[]): ClassAnswer[] {
  return files.flatMap((predictions) => answersOf(predictions));
}

/** One row over the texts of one or more files. */
function rowOf(set: string, files: readonly EvaluatedFile[], answerThreshold: number): EvaluationRow {
  const int8 = files.flatMap((file) => file.int8);
  const fp32 = files.flatMap((file) => file.fp32 ?? []);
  const answers = answersOfFiles(files.map((file) => file.int8));
  const ofHalf = (half: Half): ClassAnswer[] => answers.filter((_, i) => int8[i]?.half === half);
  const rightShare = (half: Half): number => share(ofHalf(half), ({ right }) => right);
  const reported = int8.filter(({ half }) => half === 'B');
  const answered = reported.filter(({ confidence }) => confidence >= answerThreshold);
  const fp32Tones = likeliestTones(fp32);
  return {
    set,
    int8: scorePredictions(int8, answers),
    ...(fp32.length === 0
      ? {}
      : {
          fp32: scorePredictions(fp32, answersOfFiles(files.map((file) => file.fp32 ?? []))),
          fp32LabelsDiffer: meanOf(likeliestTones(int8).map((tone, i) => Number(tone !== fp32Tones[i]))),
        }),
    floor: calibrationFloor(answers),
    halves: { A: rightShare('A'), B: rightShare('B') },
    reported: {
      texts: reported.length,
      ece: expectedCalibrationError(ofHalf('B')),
      floor: calibrationFloor(ofHalf('B')),
      answered: reported.length === 0 ? 0 : answered.length / reported.length,
      rightWhenAnswered: share(answered, (prediction) => answerOf(prediction, tones).right),
    },
    refused: files.reduce((sum, file) => sum + file.refused, 0),
  };
}

/** Accuracy and macro-F1 are means over the files; everything else is over all texts together. */
function totalOf(
  rows: readonly EvaluationRow[],
  files: readonly EvaluatedFile[],
  answerThreshold: number,
): EvaluationRow {
  const pooled = rowOf('total', files, answerThreshold);
  const mean = (valueOf: (row: EvaluationRow) => number): number => meanOf(rows.map(valueOf));
  return {
    ...pooled,
    int8: {
      ...pooled.int8,
      accuracy: mean((row) => row.int8.accuracy),
      macroF1: mean((row) => row.int8.macroF1),
    },
    ...(pooled.fp32 === undefined
      ? {}
      : {
          fp32: {
            ...pooled.fp32,
            accuracy: mean((row) => row.fp32?.accuracy ?? 0),
            macroF1: mean((row) => row.fp32?.macroF1 ?? 0),
          },
        }),
    halves: { A: mean((row) => row.halves.A), B: mean((row) => row.halves.B) },
  };
}

/** Accuracy and calibration of answers by the length of their texts; lengths without a text are left out. */
export function scoreLengths(answers: readonly ClassAnswer[], tokens: readonly number[]): LengthRow[] {
  return lengthsFrom
    .map((from, i): LengthRow => {
      const next = lengthsFrom[i + 1];
      const own = answers.filter((_, text) => {
        const length = tokens[text] ?? 0;
        return length >= from && (next === undefined || length < next);
      });
      return {
        from,
        ...(next === undefined ? {} : { to: next - 1 }),
        texts: own.length,
        accuracy: share(own, ({ right }) => right),
        ece: expectedCalibrationError(own),
        floor: calibrationFloor(own),
      };
    })
    .filter(({ texts }) => texts > 0);
}

/**
 * Compares two models on the same texts by the paired bootstrap (Koehn, EMNLP 2004; Efron, Tibshirani, 1993):
 * texts are drawn with replacement, and each draw takes both models' answers to a text.
 *
 * @param files by file, whether each text is right by this model and by the other
 * @returns a comparison for each file, and that of the mean over the files, for which each file is drawn by itself
 */
export function comparePaired(files: readonly (readonly { own: boolean; other: boolean }[])[]): {
  rows: Comparison[];
  total: Comparison;
} {
  const random = createRandom(bootstrapSeed);
  const drawn = files.map((pairs) => {
    const differences = pairs.map(({ own, other }) => Number(own) - Number(other));
    return {
      accuracy: share(pairs, ({ other }) => other),
      difference: meanOf(differences),
      means: resampledMeans(differences, random),
    };
  });
  const comparisonOf = (accuracy: number, difference: number, means: readonly number[]): Comparison => {
    const { low, high } = intervalOf(means);
    return { accuracy, difference, low, high, isBelow: high < 0 };
  };
  return {
    rows: drawn.map(({ accuracy, difference, means }) => comparisonOf(accuracy, difference, means)),
    total: comparisonOf(
      meanOf(drawn.map(({ accuracy }) => accuracy)),
      meanOf(drawn.map(({ difference }) => difference)),
      (drawn[0]?.means ?? []).map((_, draw) => meanOf(drawn.map(({ means }) => means[draw] ?? 0))),
    ),
  };
}

/**
 * The evaluation of a model.
 *
 * @param answerThreshold confidence from which on a text is answered
 * @param against the model that every file has been read by as well
 */
export function evaluationOf(
  files: readonly EvaluatedFile[],
  answerThreshold: number,
  against: EvaluationReport['against'],
): EvaluationReport {
  const rows = files.map((file) => rowOf(file.source, [file], answerThreshold));
  const total = totalOf(rows, files, answerThreshold);
  const answers = answersOfFiles(files.map(({ int8 }) => int8));
  const report: EvaluationReport = {
    rows,
    total,
    byLength: scoreLengths(
      answers,
      files.flatMap(({ int8 }) => int8.map(({ tokens }) => tokens)),
    ),
    reliability: reliabilityBins(answers),
  };
  if (against === undefined) return report;
  const compared = comparePaired(
    files.map((file) => {
      const others = answersOf(file.against ?? []);
      return answersOf(file.int8).map(({ right }, i) => ({ own: right, other: others[i]?.right ?? false }));
    }),
  );
  return {
    ...report,
    rows: rows.map((row, i) => ({ ...row, against: compared.rows[i] })),
    total: { ...total, against: compared.total },
    against,
  };
}
