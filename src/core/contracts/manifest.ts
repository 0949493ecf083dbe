/** What a model says of itself: `manifest.json` beside its files, and `registry.json` above all models. */
import * as z from 'zod/mini';
import { tones } from './analysis.ts';

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const count = z.int().check(z.minimum(0));
const unit = z.number().check(z.minimum(0), z.maximum(1));
const logits = z.tuple([z.number(), z.number(), z.number()]);

/** Bytes of a chunk whose hash is listed; the last chunk of a file is shorter. */
export const chunkBytes = 1_048_576;

const hashedFile = {
  name: z.string().check(z.minLength(1)),
  sizeBytes: count,
  sha256,
  /** SHA-256 of each chunk of `chunkBytes`, in order. */
  chunkSha256s: z.array(sha256),
};
const fetchedFile = z.object(hashedFile);
/** A file as a site sends it. */
export type FetchedFile = z.infer<typeof fetchedFile>;

const modelFile = z.object({
  ...hashedFile,
  /** The same file packed by gzip, where the site has it: it is fetched in its place. */
  packed: z.optional(fetchedFile),
});
export type ModelFile = z.infer<typeof modelFile>;

/** What a device fetches to have these files, in bytes. */
export function bytesToFetch(files: readonly ModelFile[]): number {
  return files.reduce((sum, { sizeBytes, packed }) => sum + (packed?.sizeBytes ?? sizeBytes), 0);
}

/** Measured on one set of texts. `ece` is the expected calibration error over 15 bins. */
const metrics = z.object({
  set: z.string(),
  texts: count,
  accuracy: unit,
  macroF1: unit,
  ece: unit,
  unsureShare: unit,
  mixedShare: unit,
  /** Of the texts shown with one tone, the share whose tone that is. */
  rightWhenToned: z.optional(unit),
});
export type ModelMetrics = z.infer<typeof metrics>;

/** Texts of the golden set by kind: how many there are, were read as labelled, and were left unsure. */
const goldenKind = z.object({ kind: z.string(), texts: count, passed: count, unsure: count });
export type GoldenKind = z.infer<typeof goldenKind>;

const stressFields = { kind: z.string(), half: z.enum(['first', 'second']), cases: count };
/**
 * Cases of the stress suite: `passed` when the likeliest tone is the expected one; the other three say what was
 * shown: the expected label, unsure, or another label.
 */
const stressKind = z.object({
  ...stressFields,
  passed: count,
  labelled: count,
  unsure: count,
  wrong: count,
});
export type StressKind = z.infer<typeof stressKind>;

/** How far the score moves, 0 to 2, when a name or a group of people is swapped for another. */
const scoreChange = z.number().check(z.minimum(0), z.maximum(2));
const swapKind = z.object({ ...stressFields, meanChange: scoreChange, largestChange: scoreChange });
export type SwapKind = z.infer<typeof swapKind>;

export const manifest = z.object({
  schemaVersion: z.literal(1),
  id: z.string(),
  name: z.string(),
  version: z.string(),
  license: z.string(),
  languages: z.array(z.string()),
  labels: z.tuple([z.literal(tones[0]), z.literal(tones[1]), z.literal(tones[2])]),
  /** Tokens of a window, [CLS] and [SEP] included. */
  maxLength: z.int().check(z.minimum(3)),
  files: z.object({ weights: modelFile, graphCpu: modelFile, graphGpu: modelFile, vocabulary: modelFile }),
  calibration: z.object({ method: z.literal('temperature'), temperature: z.number().check(z.positive()) }),
  /** Confidence below `answer` is unsure; below `review` the answer is marked for a second look. */
  thresholds: z.object({ answer: unit, review: unit }),
  /** Texts whose logits are known: what an engine must answer before it is trusted. */
  knownAnswers: z.array(z.object({ text: z.string(), logits })).check(z.minLength(1)),
  training: z.object({
    base: z.string(),
    /** Of this repository, when the model was packaged. */
    commit: z.string(),
    seed: count,
    steps: count,
    /** `texts`: different texts of the source in the phase that drew most of them. */
    sources: z.array(z.object({ name: z.string(), texts: count, origin: z.string(), license: z.string() })),
  }),
  metrics: z.array(metrics),
  golden: z.array(goldenKind),
  /** The stress suite, and the neutral texts, which pass as neutral or unsure; models made before them lack it. */
  stress: z.optional(
    z.object({
      toned: z.array(stressKind),
      swapped: z.array(swapKind),
      neutral: z.array(goldenKind),
    }),
  ),
});
export type Manifest = z.infer<typeof manifest>;

/** What a device fetches for this model, in bytes: the graph for the other kind of processor stays where it is. */
export function readerBytesToFetch({ files: { weights, graphCpu, vocabulary } }: Manifest): number {
  return bytesToFetch([weights, graphCpu, vocabulary]);
}

export const registry = z.object({
  default: z.string(),
  models: z.array(z.object({ id: z.string(), version: z.string(), manifest: z.string() })),
});
export type Registry = z.infer<typeof registry>;
