/** The result contract: one shape for the worker, the server's JSON, the command line's rows and everything stored. */
import * as z from 'zod/mini';

/** The three classes of the model, in the order of its logits. */
export const tones = ['negative', 'neutral', 'positive'] as const;
export type Tone = (typeof tones)[number];

/** What a text or a part of it can be called: a tone, parts that disagree, or no answer sure enough to give. */
export const verdictLabels = ['negative', 'neutral', 'positive', 'mixed', 'unsure'] as const;
export const verdictLabel = z.enum(verdictLabels);
export type VerdictLabel = z.infer<typeof verdictLabel>;

const unit = z.number().check(z.minimum(0), z.maximum(1));
const offset = z.int().check(z.minimum(0));
const milliseconds = z.number().check(z.minimum(0));

/** They add up to 1; calibrated, unless the model says otherwise of itself. */
export const probabilities = z.object({ negative: unit, neutral: unit, positive: unit });
export type Probabilities = z.infer<typeof probabilities>;

/** `start` and `end` are UTF-16 units of the text as given, end exclusive. */
const spanFields = { start: offset, end: offset };
export type Span = { start: number; end: number };

/** The least that a verdict is told by. */
export const judged = z.object({ label: verdictLabel, probabilities });
export type Judged = z.infer<typeof judged>;

const clause = z.object({ ...spanFields, label: verdictLabel, confidence: unit, probabilities });
export type Clause = z.infer<typeof clause>;

export const sentence = z.object({
  ...spanFields,
  label: verdictLabel,
  confidence: unit,
  probabilities,
  clauses: z.optional(z.array(clause)),
});
export type Sentence = z.infer<typeof sentence>;

/** One token's share of the logits: the mean over all entries is exactly the logits of the text. Of a model that cannot tell there is none. */
const evidence = z.object({ ...spanFields, negative: z.number(), neutral: z.number(), positive: z.number() });
export type Evidence = z.infer<typeof evidence>;

const aspect = z.object({ term: z.string(), ...spanFields, label: verdictLabel, confidence: unit });
export type Aspect = z.infer<typeof aspect>;

/** Why a person should look: too doubtful to answer, doubtful, parts that disagree, or a language not learned. */
export const reviewReason = z.enum(['unsure', 'doubtful', 'mixed', 'language']);
export type ReviewReason = z.infer<typeof reviewReason>;

const language = z.object({
  /** ISO 639-1, or 639-3 where there is none; `und` when the text is too short to tell. */
  code: z.string(),
  confidence: unit,
  /** Whether the model reads it; taken as given for a model that a person brought along. */
  supported: z.boolean(),
});
export type Language = z.infer<typeof language>;

const engineHomes = ['device', 'server', 'cli'] as const;
const engineInfo = z.object({
  where: z.enum(engineHomes),
  backend: z.enum(['wasm', 'webgpu', 'node']),
  threads: z.int().check(z.minimum(1)),
});
export type EngineInfo = z.infer<typeof engineInfo>;

export const modelInfo = z.object({
  name: z.string(),
  version: z.string(),
  sha256: z.string(),
  /** Absent for a model whose probabilities were held against people's labels; false for one that a person brought along. */
  calibrated: z.optional(z.literal(false)),
});

export type ModelInfo = z.infer<typeof modelInfo>;

export const analysis = z.object({
  id: z.string(),
  label: verdictLabel,
  /** P(positive) - P(negative), -1 to 1. */
  score: z.number().check(z.minimum(-1), z.maximum(1)),
  confidence: unit,
  probabilities,
  needsReview: z.boolean(),
  reviewReasons: z.array(reviewReason),
  sentences: z.array(sentence),
  evidence: z.array(evidence),
  aspects: z.optional(z.array(aspect)),
  language,
  input: z.object({
    /** UTF-16 units of the text as given. */
    characters: offset,
    tokens: offset,
    windows: offset,
    truncated: z.boolean(),
  }),
  model: modelInfo,
  engine: engineInfo,
  timing: z.object({
    queueMs: milliseconds,
    tokenizeMs: milliseconds,
    inferMs: milliseconds,
    totalMs: milliseconds,
  }),
});
export type Analysis = z.infer<typeof analysis>;

/** The longest text that is read in one go, in UTF-16 units. */
export const maxTextCharacters = 2_000_000;

/** What is asked of an engine. */
export const analyzeRequest = z.strictObject({
  text: z.string(),
  /** Words or phrases whose own tone is wanted. */
  aspects: z.optional(z.array(z.string().check(z.minLength(1))).check(z.maxLength(20))),
  /** Read the text even if it does not seem to be in a supported language. */
  anyLanguage: z.optional(z.boolean()),
});
export type AnalyzeRequest = z.infer<typeof analyzeRequest>;
