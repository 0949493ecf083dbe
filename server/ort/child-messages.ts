/** What the server and its inference process say to each other. */
import * as z from 'zod/mini';
import { analyzeRequest } from '#core/contracts/analysis';
import type { Analysis, EngineInfo, ModelInfo } from '#core/contracts/analysis';
import { errorData } from '#core/contracts/errors';
import type { ErrorData } from '#core/contracts/errors';
import type { RowResult } from '#core/contracts/row-result';
import type { EngineState } from '#core/engine';

const requestId = z.int();

export const messageToChild = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('analyze'), id: requestId, request: analyzeRequest }),
  z.object({ kind: z.literal('analyze-many'), id: requestId, requests: z.array(analyzeRequest) }),
  z.object({ kind: z.literal('rows'), id: requestId, texts: z.array(z.string()), anyLanguage: z.boolean() }),
  z.object({ kind: z.literal('cancel'), id: requestId }),
]);
export type MessageToChild = z.infer<typeof messageToChild>;

/** What a reading has cost the process that made it. */
const readingCost = z.object({
  /** Those that were read, not those that could not be. */
  texts: z.int(),
  /** UTF-16 units. */
  characters: z.int(),
  /** Of the texts; sentences and clauses that are read once more are not counted. */
  tokens: z.int(),
  busyMs: z.number(),
});
export type ReadingCost = z.infer<typeof readingCost>;

/** For each of the texts its analysis or the error that concerns it alone. */
export type ManyRead = { analysis?: Analysis; error?: ErrorData }[];

/**
 * The big payloads are not looked through: both ends are the same program, and the evidence of a long text has
 * hundreds of thousands of numbers, which would hold up every other request.
 */
export const messageFromChild = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('state'), state: z.custom<EngineState>() }),
  z.object({
    kind: z.literal('ready'),
    engine: z.custom<EngineInfo>(),
    model: z.custom<ModelInfo>(),
    /** Of the known answers. */
    costs: z.array(readingCost),
  }),
  z.object({ kind: z.literal('progress'), id: requestId, done: z.int(), total: z.int() }),
  z.object({ kind: z.literal('result'), id: requestId, analysis: z.custom<Analysis>(), cost: readingCost }),
  z.object({
    kind: z.literal('many-read'),
    id: requestId,
    results: z.custom<ManyRead>(),
    cost: readingCost,
  }),
  z.object({
    kind: z.literal('rows-read'),
    id: requestId,
    results: z.custom<RowResult[]>(),
    cost: readingCost,
  }),
  z.object({ kind: z.literal('failure'), id: requestId, error: errorData }),
]);
export type MessageFromChild = z.infer<typeof messageFromChild>;
