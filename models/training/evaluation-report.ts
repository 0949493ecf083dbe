/** What an evaluation says, as the stage `evaluate` leaves it in `<work>/evaluation.json`. Shares are 0 to 1. */
import * as z from 'zod/mini';

const scores = z.object({
  texts: z.int(),
  accuracy: z.number(),
  macroF1: z.number(),
  ece: z.number(),
  unsureShare: z.number(),
  mixedShare: z.number(),
  rightWhenToned: z.number(),
});

/** The calibration error that sampling alone would give. */
const calibrationFloor = z.object({ mean: z.number(), p95: z.number() });

/** Held against another model, text by text: its accuracy, ours less its own, and the 95 % interval of that. */
export const comparison = z.object({
  accuracy: z.number(),
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  isBelow: z.boolean(),
});
export type Comparison = z.infer<typeof comparison>;

const evaluationRow = z.object({
  set: z.string(),
  int8: scores,
  fp32: z.optional(scores),
  /** Share of labels in which fp32 and int8 differ. */
  fp32LabelsDiffer: z.optional(z.number()),
  /** Of the int8 model. */
  floor: calibrationFloor,
  /** Accuracy on the half that may choose and on the half that only reports. */
  halves: z.object({ A: z.number(), B: z.number() }),
  /** On the half that nothing was chosen on. */
  reported: z.object({
    texts: z.int(),
    ece: z.number(),
    floor: calibrationFloor,
    answered: z.number(),
    rightWhenAnswered: z.number(),
  }),
  /** Texts taken for another language. */
  refused: z.int(),
  against: z.optional(comparison),
});
export type EvaluationRow = z.infer<typeof evaluationRow>;

/** Texts of `from` to `to` tokens; without `to`, of `from` and more. */
const lengthRow = z.object({
  from: z.int(),
  to: z.optional(z.int()),
  texts: z.int(),
  accuracy: z.number(),
  ece: z.number(),
  floor: calibrationFloor,
});
export type LengthRow = z.infer<typeof lengthRow>;

const reliabilityBin = z.object({ texts: z.int(), meanConfidence: z.number(), rightShare: z.number() });

export const evaluationReport = z.object({
  rows: z.array(evaluationRow),
  total: evaluationRow,
  byLength: z.array(lengthRow),
  /** Over all texts, in bins of equal width from 0 to 1. */
  reliability: z.array(reliabilityBin),
  /** The model that it is compared with. */
  against: z.optional(z.object({ id: z.string(), version: z.string() })),
});
export type EvaluationReport = z.infer<typeof evaluationReport>;
