/**
 * Scores a model on labelled texts through the product's own pipeline and prints tables.
 *
 *   npm run evaluate -- DATA_DIR [--fp32 FILE] [--model ID] [--models DIR] [--against ID|MODELS_DIR]
 *   tsx models/training/evaluate.ts --data DIR --work DIR [--against MODELS_DIR]
 *
 * The second is a stage: it writes <work>/evaluation.json, and <work>/predictions/ for later stages.
 * DATA_DIR holds `dev/*.jsonl.gz` or `test/*.jsonl.gz`, or such files itself, or is one; a file without one neutral text is
 * scored over two classes. `--against` compares with another model: one of `--models` by its id, or the default
 * of another folder.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readModelFiles } from '../../server/ort/model-files.ts';
import { readScored, type DataFile } from './dataset.ts';
import { evaluationOf, type EvaluatedFile } from './evaluation.ts';
import { formatReport } from './evaluation-table.ts';
import { openPredictor, predictionsOf, type Predict, type RunnableModel } from './predict.ts';
import { writePredictions } from './predictions-file.ts';
import { workModel, writeReport } from './work-folder.ts';

const usage = `Usage:
  npm run evaluate -- DATA_DIR [--fp32 FILE] [--model ID] [--models DIR] [--against ID|MODELS_DIR]

DATA_DIR holds dev/*.jsonl.gz or test/*.jsonl.gz, or files of .jsonl or .jsonl.gz itself, or is one of those files, such
as an export of corrections: a line of JSON each with a text and its label.`;
const wrongUsageExitCode = 2;

function endWithUsage(message: string): never {
  console.error(`${message}\n${usage}`);
  process.exit(wrongUsageExitCode);
}

const { values, positionals } = readArguments();

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        data: { type: 'string' },
        work: { type: 'string' },
        fp32: { type: 'string' },
        model: { type: 'string' },
        models: { type: 'string', default: 'models' },
        against: { type: 'string' },
      },
    });
  } catch (thrown) {
    return endWithUsage(thrown instanceof Error ? thrown.message : '');
  }
}

if (values.help === true) {
  console.log(usage);
  process.exit(0);
}
const data = values.data ?? positionals[0];
if (data === undefined) endWithUsage('Give the folder of labelled texts.');
const { work } = values;
const labelled = readLabelled(data);

function readLabelled(path: string): DataFile[] {
  try {
    return readScored(path);
  } catch (thrown) {
    return endWithUsage(thrown instanceof Error ? thrown.message : '');
  }
}

function readRival(idOrFolder: string): Promise<RunnableModel> {
  return existsSync(join(idOrFolder, 'registry.json'))
    ? readModelFiles(idOrFolder)
    : readModelFiles(values.models, idOrFolder);
}

const model: RunnableModel =
  work === undefined ? await readModelFiles(values.models, values.model) : workModel(work);
// As a stage the exported model lies in the work folder.
const exported = work === undefined ? undefined : join(work, 'fp32.onnx');
const fp32Path = values.fp32 ?? (exported !== undefined && existsSync(exported) ? exported : undefined);
const rival = values.against === undefined ? undefined : await readRival(values.against);
const predictInt8 = await openPredictor(model);
const predictFp32 =
  fp32Path === undefined ? undefined : await openPredictor({ ...model, graphPath: fp32Path });
const predictRival = rival && (await openPredictor(rival));

async function evaluateFile({ source, rows }: DataFile): Promise<EvaluatedFile> {
  const texts = rows.map(({ text }) => text);
  const predictionsBy = async (predict: Predict | undefined, name: string) =>
    predict && predictionsOf(rows, await predict(texts, `${source} ${name}`));
  const analyses = await predictInt8(texts, `${source} int8`);
  const int8 = predictionsOf(rows, analyses);
  if (work !== undefined) writePredictions(work, source, int8);
  return {
    source,
    int8,
    fp32: await predictionsBy(predictFp32, 'fp32'),
    against: await predictionsBy(predictRival, rival?.manifest.id ?? ''),
    refused: analyses.filter(({ language }) => !language.supported).length,
  };
}

const files: EvaluatedFile[] = [];
for (const file of labelled) files.push(await evaluateFile(file));
const report = evaluationOf(
  files,
  model.manifest.thresholds.answer,
  rival && { id: rival.manifest.id, version: rival.manifest.version },
);
if (work !== undefined) writeReport(work, 'evaluation.json', report);
console.log(formatReport(report));
