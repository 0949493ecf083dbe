/** The schemas of the contract as JSON Schema, each that has a name once, the others pointing to it. */
import * as z from 'zod/mini';
import {
  analysis,
  analyzeRequest,
  modelInfo,
  probabilities,
  sentence,
  verdictLabel,
} from '#core/contracts/analysis';
import { batchAnswer, batchItem, batchRequest } from '#core/contracts/batch';
import { errorCode, errorData } from '#core/contracts/errors';
import { auditEntry, feedbackEntry, feedbackReceipt, feedbackRequest } from '#core/contracts/feedback';
import {
  jobProgress,
  jobRequest,
  jobResult,
  jobRow,
  jobState,
  jobStatus,
  jobTable,
} from '#core/contracts/jobs';
import { problem } from '#core/contracts/problem';
import { rowReading, rowResult } from '#core/contracts/row-result';
import { capabilities, health, limits, modelEntry, modelList } from '#core/contracts/service';
import { compatAnswer, compatError, compatRequest } from '../routes/compat.ts';
import { pageHealth } from '../routes/health.ts';
import { explainedProblem } from '../routes/problems.ts';

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = z.core.JSONSchema.JSONSchema;

const named: Readonly<Record<string, z.ZodMiniType>> = {
  Analysis: analysis,
  AnalyzeRequest: analyzeRequest,
  AuditEntry: auditEntry,
  BatchAnswer: batchAnswer,
  BatchItem: batchItem,
  BatchRequest: batchRequest,
  Capabilities: capabilities,
  CompatAnswer: compatAnswer,
  CompatError: compatError,
  CompatRequest: compatRequest,
  ErrorCode: errorCode,
  ErrorData: errorData,
  ExplainedProblem: explainedProblem,
  FeedbackEntry: feedbackEntry,
  FeedbackReceipt: feedbackReceipt,
  FeedbackRequest: feedbackRequest,
  Health: health,
  JobProgress: jobProgress,
  JobRequest: jobRequest,
  JobResult: jobResult,
  JobRow: jobRow,
  JobState: jobState,
  JobStatus: jobStatus,
  JobTable: jobTable,
  Limits: limits,
  ModelEntry: modelEntry,
  ModelInfo: modelInfo,
  ModelList: modelList,
  PageHealth: pageHealth,
  Probabilities: probabilities,
  Problem: problem,
  RowReading: rowReading,
  RowResult: rowResult,
  Sentence: sentence,
  VerdictLabel: verdictLabel,
};

const pointerTo = (name: string): string => `#/components/schemas/${name}`;
const nameOf = new Map(Object.entries(named).map(([name, schema]) => [schema, name]));

/** What is sent, not what it is turned into: `io: 'input'`. */
const settings = { io: 'input' } as const;

/** @returns a pointer to the schema where it has a name, else the schema itself */
export function jsonSchemaOf(schema: z.ZodMiniType): JsonSchema {
  const name = nameOf.get(schema);
  return name === undefined ? bare(z.toJSONSchema(schema, settings)) : { $ref: pointerTo(name) };
}

/** All that have a name. */
export function schemaComponents(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { ...settings, uri: pointerTo });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
}

/** The document as a whole says which draft it speaks, and where a schema is. */
function bare({ $schema: _draft, $id: _id, '~standard': _standard, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
