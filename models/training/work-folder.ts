/** What the earlier stages left in the work folder, read through schemas. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { tones } from '#core/contracts/analysis';
import type { Manifest, ModelFile } from '#core/contracts/manifest';
import { describeFile } from '../../server/ort/describe-file.ts';
import type { RunnableModel } from './predict.ts';
import { sources } from './sources.ts';

const trainReport = z.object({
  base: z.string(),
  seed: z.number(),
  shape: z.object({ max_length: z.int(), layers: z.int(), width: z.int(), heads: z.int(), inner: z.int() }),
  phases: z.array(
    z.object({
      name: z.string(),
      steps: z.int(),
      learningRate: z.number(),
      teacherShare: z.number(),
      texts: z.record(z.string(), z.int()),
    }),
  ),
  /** Networks trained by themselves, whose weights were averaged. */
  members: z.array(z.string()),
  /** Share of the training texts, and the parts of the recipe that were left out: both are for comparisons. */
  share: z.number(),
  without: z.array(z.string()),
  device: z.string(),
  precision: z.string(),
  batchTokens: z.number(),
  labelSmoothing: z.number(),
  dropout: z.number(),
  trainingMinutes: z.number(),
  threads: z.number(),
});
export type TrainReport = z.infer<typeof trainReport>;

export const calibrationReport = z.object({
  temperature: z.number(),
  thresholds: z.object({ answer: z.number(), review: z.number() }),
  texts: z.int(),
});
export type CalibrationReport = z.infer<typeof calibrationReport>;

const difference = { texts: z.int(), labelsDiffer: z.int(), largest: z.number() };

/** How far a browser and this machine's Node differ on the same texts, written by `npm run parity`. */
export const parityReport = z.object({
  ...difference,
  p99: z.number(),
  /** On made-up rows, where these were compared as well; added by hand. */
  madeUp: z.optional(z.object(difference)),
});
export type ParityReport = z.infer<typeof parityReport>;

/** Reads and checks one JSON file of the work folder. */
export function readReport<T>(work: string, name: string, schema: z.ZodMiniType<T>): T {
  return schema.parse(JSON.parse(readFileSync(join(work, name), 'utf8')));
}

/** The same where the file may be missing. */
export function findReport<T>(work: string, name: string, schema: z.ZodMiniType<T>): T | undefined {
  return existsSync(join(work, name)) ? readReport(work, name, schema) : undefined;
}

/** Writes one JSON file of the work folder. */
export function writeReport(work: string, name: string, report: object): void {
  writeFileSync(join(work, name), `${JSON.stringify(report, null, 2)}\n`);
}

export function readTrainReport(work: string): TrainReport {
  return readReport(work, 'train.json', trainReport);
}

/** The one file of the work folder whose name has this beginning and end. */
function findFile(work: string, prefix: string, suffix: string): string {
  const [name, ...others] = readdirSync(work).filter(
    (file) => file.startsWith(prefix) && file.endsWith(suffix),
  );
  if (name === undefined || others.length > 0) {
    throw new Error(`Expected one ${prefix}*${suffix} in ${work}; run the stage before this one`);
  }
  return name;
}

/** The model files of a work folder as the manifest names them, with their contents. */
export function readModelFiles(
  work: string,
): { file: ModelFile; content: Buffer; role: keyof Manifest['files'] }[] {
  const described = (role: keyof Manifest['files'], name: string, content: Buffer) => ({
    role,
    content,
    file: describeFile(name, content),
  });
  const named = (role: keyof Manifest['files'], prefix: string, suffix: string) => {
    const name = findFile(work, prefix, suffix);
    return described(role, name, readFileSync(join(work, name)));
  };
  const vocabulary = readFileSync(join(work, 'vocab.txt'));
  const hash = createHash('sha256').update(vocabulary).digest('hex').slice(0, 16);
  return [
    named('weights', 'weights-', '.bin'),
    named('graphCpu', 'graph-cpu-', '.onnx'),
    named('graphGpu', 'graph-gpu-', '.onnx'),
    described('vocabulary', `vocab-${hash}.txt`, vocabulary),
  ];
}

export interface ModelIdentity {
  readonly id: string;
  readonly version: string;
  /** Commit of the repository at packaging. */
  readonly commit: string;
}

/**
 * The manifest of a work folder as far as the stages have come: without calibration every answer stands as it
 * is, and metrics and known answers are added by packaging.
 */
export function draftManifest(work: string, { id, version, commit }: ModelIdentity): Manifest {
  const train = readTrainReport(work);
  const calibration = findReport(work, 'calibration.json', calibrationReport);
  const byRole = new Map(readModelFiles(work).map(({ role, file }) => [role, file]));
  const fileOf = (role: keyof Manifest['files']): ModelFile => {
    const file = byRole.get(role);
    if (file === undefined) throw new Error(`The work folder lacks ${role}`);
    return file;
  };
  const counted = new Set(train.phases.flatMap(({ texts }) => Object.keys(texts)));
  for (const name of ['all', 'sst phrases', 'sst sentences', ...sources.map((source) => source.name)])
    counted.delete(name);
  if (counted.size > 0) throw new Error(`sources.ts does not know ${[...counted].join(', ')}`);
  const textsOf = (name: string): number => {
    // The treebank is counted by its units.
    const keys = name === 'sst' ? ['sst phrases', 'sst sentences'] : [name];
    return Math.max(
      ...train.phases.map(({ texts }) => keys.reduce((sum, key) => sum + (texts[key] ?? 0), 0)),
    );
  };
  return {
    schemaVersion: 1,
    id,
    name: 'Undertone',
    version,
    license: 'Apache-2.0',
    languages: ['en'],
    labels: [tones[0], tones[1], tones[2]],
    maxLength: train.shape.max_length,
    files: {
      weights: fileOf('weights'),
      graphCpu: fileOf('graphCpu'),
      graphGpu: fileOf('graphGpu'),
      vocabulary: fileOf('vocabulary'),
    },
    calibration: { method: 'temperature', temperature: calibration?.temperature ?? 1 },
    thresholds: calibration?.thresholds ?? { answer: 0, review: 0 },
    knownAnswers: [{ text: 'Not proven yet.', logits: [0, 0, 0] }],
    training: {
      base: train.base,
      commit,
      seed: train.seed,
      steps: train.phases.reduce((sum, phase) => sum + phase.steps, 0),
      sources: sources
        .map(({ name, origin, license }) => ({ name, texts: textsOf(name), origin, license }))
        .filter(({ texts }) => texts > 0),
    },
    metrics: [],
    golden: [],
  };
}

const draftIdentity: ModelIdentity = { id: 'draft', version: '0.0.0', commit: 'draft' };

/** The model of a work folder, ready to be run. */
export function workModel(work: string): RunnableModel {
  return {
    manifest: draftManifest(work, draftIdentity),
    graphPath: join(work, findFile(work, 'graph-cpu-', '.onnx')),
    vocabulary: readFileSync(join(work, 'vocab.txt'), 'utf8'),
  };
}
