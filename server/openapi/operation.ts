/** What the API says of one of its operations: enough to document it, to ask it and to check what it answers. */
import type * as z from 'zod/mini';
import type { ErrorCode } from '#core/contracts/errors';
import type { Scope } from '#core/contracts/service';
import { statusOf } from '../problem.ts';

export const jsonMediaType = 'application/json';

export interface Content {
  readonly schema: z.ZodMiniType;
  /** As JSON, or as text where the kind of content is not JSON. */
  readonly example?: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly required: boolean;
  readonly schema: z.ZodMiniType;
  readonly example?: string;
}

export interface Answer {
  readonly status: number;
  readonly description: string;
  /** By media type; undefined where there is no body. */
  readonly content?: Readonly<Record<string, Content>>;
  /** Name and meaning of those that are its own. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete';
  /** Below the base path, parameters in braces. */
  readonly path: string;
  readonly tag: 'Reading' | 'Jobs' | 'Feedback' | 'Models' | 'Server';
  readonly summary: string;
  readonly description?: string;
  /** `public` where nobody needs a key. */
  readonly scope: Scope | 'public';
  readonly parameters?: readonly Parameter[];
  /** By media type. */
  readonly body?: Readonly<Record<string, Content>>;
  readonly answers: readonly Answer[];
  /** Those of its own; `errorsOf` adds what can meet any operation of its kind. */
  readonly errors: readonly ErrorCode[];
  /** Errors are `{error}` here, as programs of old expect. */
  readonly hasPlainErrors?: boolean;
  /** Of errors that are answered otherwise here than elsewhere. */
  readonly statuses?: Partial<Record<ErrorCode, number>>;
}

/** A body can be sent to any of them, and is looked at before it is known that nobody asked for it. */
const ofEveryOne: readonly ErrorCode[] = [
  'input-invalid',
  'media-type-unsupported',
  'body-too-large',
  'internal',
];
const ofScoped: readonly ErrorCode[] = ['unauthenticated', 'forbidden', 'server-stopping'];

/** Every code that the operation may answer with. */
export function errorsOf({ errors, scope }: Operation): ErrorCode[] {
  return [...new Set([...errors, ...ofEveryOne, ...(scope === 'public' ? [] : ofScoped)])];
}

/** The status that the operation answers with to an error of the code. */
export function errorStatus({ statuses = {} }: Operation, code: ErrorCode): number {
  return statuses[code] ?? statusOf(code);
}
