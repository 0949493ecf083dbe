/** A model that a person brought along: what is known of it, and what they said of it. */
import * as z from 'zod/mini';
import { tones } from './analysis.ts';

const byteCount = z.int().check(z.minimum(0));

/** What its files say. */
const facts = {
  /** Made up when it was taken in; names the folder of its files. */
  id: z.string().check(z.regex(/^[\w-]+$/)),
  /** Of the folder or zip file it came in. */
  name: z.string(),
  /** Of the ONNX file. */
  sha256: z.string(),
  /** Every file that reading takes, by its own name. */
  files: z.array(z.object({ name: z.string(), sizeBytes: byteCount })),
  /** Which of them is the model. */
  onnxName: z.string(),
  /** What it calls texts, in the order of its outputs. */
  labels: z.array(z.string()).check(z.minLength(2)),
  /** Tokens it takes at once, special ones counted. */
  maxTokens: z.int().check(z.minimum(1)),
  /** Whether the files are kept for the next visit; otherwise they are in memory alone. */
  isKept: z.boolean(),
};

/** The tone each label stands for, in the order of the labels; null for one that is left out. */
const labelTones = z.array(z.nullable(z.enum(tones)));
export type LabelTones = z.infer<typeof labelTones>;

export const ownModelFacts = z.object(facts);
export type OwnModelFacts = z.infer<typeof ownModelFacts>;

export const ownModel = z.object({
  ...facts,
  /** Null until the person has said it, where the labels do not say it themselves. */
  tones: z.nullable(labelTones),
  /** Whether texts are read with it. */
  isInUse: z.boolean(),
});
export type OwnModel = z.infer<typeof ownModel>;

/** A model that can be read with: its tones are known. */
export interface TonedModel {
  facts: OwnModelFacts;
  tones: LabelTones;
}

/** The folder of that file system that holds one folder for each own model. */
export const ownModelsFolder = 'own-models';
