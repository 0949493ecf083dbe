/** What is wrong with what was sent: where and of which kind, and nothing of what was sent itself. */
import * as z from 'zod/mini';

export interface Fault {
  /**
   * JSON Pointer, into the parameters where it is of one of them; empty for the whole. Of a member that is not known it is
   * that of the object which has it: its name is what the caller wrote.
   */
  readonly pointer: string;
  /**
   * The kind that zod names; besides `missing`, `not-json`, `not-utf-8`, `not-in-this-encoding`, `no-such-column`,
   * `counts-from-1`, `no-such-page`, `not-of-a-table`, `no-such-model`.
   */
  readonly fault: string;
  /** The most or the least there may be of it, where that is the fault. */
  readonly limit?: number;
  /** Those that there may be, where one is none of them. */
  readonly members?: readonly string[];
}

type Issue = z.core.$ZodIssue;

/**
 * @param sent what the schema was given
 * @param place JSON Pointer of that
 */
export function faultsOf(
  issues: readonly Issue[],
  { schema, sent, place = '' }: { schema: z.ZodMiniType; sent: unknown; place?: string },
): Fault[] {
  return issues.map((issue) => {
    const isMissing = issue.code === 'invalid_type' && valueAt(sent, issue.path) === undefined;
    return {
      pointer: place + issue.path.map((step) => `/${String(step)}`).join(''),
      fault: isMissing ? 'missing' : issue.code,
      ...limitOf(issue),
      ...(issue.code === 'unrecognized_keys' && { members: membersAt(schema, issue.path) }),
    };
  });
}

function limitOf(issue: Issue): Pick<Fault, 'limit'> {
  if (issue.code === 'too_big') return { limit: Number(issue.maximum) };
  if (issue.code === 'too_small') return { limit: Number(issue.minimum) };
  return {};
}

/** Of the object there, by name. */
function membersAt(schema: z.ZodMiniType, path: readonly PropertyKey[]): string[] {
  const whole: z.core.JSONSchema.JSONSchema = z.toJSONSchema(schema, { io: 'input' });
  const found = path.reduce<z.core.JSONSchema.JSONSchema | undefined>((at, step) => {
    const next = typeof step === 'number' ? at?.items : at?.properties?.[String(step)];
    return typeof next === 'object' && !Array.isArray(next) ? next : undefined;
  }, whole);
  return Object.keys(found?.properties ?? {});
}

function valueAt(sent: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === String(step))?.[1]
        : undefined,
    sent,
  );
}
