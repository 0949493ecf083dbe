/**
 * The packaging stage: the model's folder with manifest, card and reliability picture, and its entry in the registry.
 *
 *   tsx models/training/package.ts --data DIR --work DIR --id ID --version V [--models DIR]
 *
 * Known answers, the golden set, the stress suite and the neutral texts are read here, through the product's
 * pipeline. The data folder is not used.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { registry as registrySchema, type Manifest, type Registry } from '#core/contracts/manifest';
import { writeCard } from './card.ts';
import { erasureReport } from './erasure.ts';
import { evaluationReport, type EvaluationReport } from './evaluation-report.ts';
import { readGolden, scoreGolden } from './golden.ts';
import { writeHuggingFaceFolder } from './hugging-face-folder.ts';
import { logitsOf, openPredictor } from './predict.ts';
import { readNeutral, scoreNeutral } from './neutral-texts.ts';
import { partsReport } from './part-groups.ts';
import { drawReliability } from './reliability-picture.ts';
import { readStress, scoreStress } from './stress.ts';
import {
  calibrationReport,
  draftManifest,
  findReport,
  parityReport,
  readModelFiles,
  readReport,
  readTrainReport,
  workModel,
} from './work-folder.ts';

/** Of several lengths and tones, so that a backend that is wrong anywhere is found out. */
const knownTexts = [
  'Lovely.',
  'The parcel came a week late and the box was crushed.',
  'The meeting has been moved to Thursday at ten in the second-floor conference room.',
  'I expected very little, and yet every single evening of the trip turned out warm, funny and unhurried.',
  "It isn't bad for the price, but the hinge feels cheap and the manual doesn't explain the settings at all.",
] as const;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    work: { type: 'string' },
    id: { type: 'string' },
    version: { type: 'string' },
    models: { type: 'string', default: 'models' },
  },
});
const { work, id, version, models } = values;
if (work === undefined || id === undefined || version === undefined) {
  throw new Error('Give --work DIR, --id ID and --version V');
}

function metricsOf({ rows, total }: EvaluationReport): Manifest['metrics'] {
  return [...rows, total].map(({ set, int8 }) => ({ set, ...int8 }));
}

const train = readTrainReport(work);
const calibration = readReport(work, 'calibration.json', calibrationReport);
const evaluation = readReport(work, 'evaluation.json', evaluationReport);
const predict = await openPredictor(workModel(work));
const golden = readGolden();
const known = await predict(knownTexts, 'known answers');
const goldenAnalyses = await predict(
  golden.map(({ text }) => text),
  'golden set',
);
const stress = readStress();
const stressReadings = await predict(
  stress.flatMap(({ texts }) => texts),
  'stress suite',
);
const neutral = readNeutral();
const neutralAnalyses = await predict(
  neutral.map(({ text }) => text),
  'neutral texts',
);

const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
const manifest: Manifest = {
  ...draftManifest(work, { id, version, commit }),
  knownAnswers: known.map((analysis, i) => ({ text: knownTexts[i] ?? '', logits: logitsOf(analysis) })),
  metrics: metricsOf(evaluation),
  golden: scoreGolden(golden, goldenAnalyses),
  stress: { ...scoreStress(stress, stressReadings), neutral: scoreNeutral(neutral, neutralAnalyses) },
};

const folder = join(models, id);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { file, content } of readModelFiles(work)) writeFileSync(join(folder, file.name), content);
writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
const card = writeCard({
  manifest,
  train,
  calibration,
  evaluation,
  evidence: findReport(work, 'evidence.json', erasureReport),
  parts: findReport(work, 'parts.json', partsReport),
  parity: findReport(work, 'parity.json', parityReport),
});
writeFileSync(join(folder, 'card.md'), card);
writeFileSync(join(folder, 'reliability.svg'), drawReliability(evaluation.reliability));

writeHuggingFaceFolder(manifest, folder, join(work, 'hugging-face'));

const registryPath = join(models, 'registry.json');
const registered: Registry = existsSync(registryPath)
  ? registrySchema.parse(JSON.parse(readFileSync(registryPath, 'utf8')))
  : { default: id, models: [] };
const others = registered.models.filter((model) => model.id !== id);
const registry: Registry = {
  default: registered.default,
  models: [...others, { id, version, manifest: `${id}/manifest.json` }].toSorted((a, b) =>
    a.id < b.id ? -1 : 1,
  ),
};
writeFileSync(registryPath, `${JSON.stringify(registry, null, 2)}\n`);
console.log(
  `${folder}: ${Object.values(manifest.files).reduce((sum, file) => sum + file.sizeBytes, 0)} bytes`,
);
