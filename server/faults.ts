/** What is wrong with what was sent: where and of which kind, and nothing of what was sent itself. */
import type * as z from 'zod/mini';

export interface Fault {
  /** JSON Pointer, into the parameters where it is of one of them; empty for the whole. */
  readonly pointer: string;
  /** The kind that zod names; besides `missing`, `not-json`, `not-utf-8`, `no-such-column`, `counts-from-1`, `no-such-page`, `not-of-a-table`. */
  readonly fault: string;
  /** The most or the least there may be of it, where that is the fault. */
  readonly limit?: number;
}

type Issue = z.core.$ZodIssue;

/**
 * @param sent what the schema was given
 * @param place JSON Pointer of that
 */
export function faultsOf(issues: readonly Issue[], sent: unknown, place = ''): Fault[] {
  return issues.map((issue) => {
    const isMissing = issue.code === 'invalid_type' && valueAt(sent, issue.path) === undefined;
    return {
      pointer: place + issue.path.map((step) => `/${String(step)}`).join(''),
      fault: isMissing ? 'missing' : issue.code,
      ...limitOf(issue),
    };
  });
}

function limitOf(issue: Issue): Pick<Fault, 'limit'> {
  if (issue.code === 'too_big') return { limit: Number(issue.maximum) };
  if (issue.code === 'too_small') return { limit: Number(issue.minimum) };
  return {};
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
