/** A row of a job out of the JSON it is written in. */
import { UndertoneError } from '#core/contracts/errors';
import { jobRow } from '#core/contracts/jobs';
import type { JobRow } from '#core/contracts/jobs';

interface Place {
  /** JSON Pointer of the row. */
  readonly pointer: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * @param json undefined for what is too long to be a row
 * @throws UndertoneError `input-invalid`: faults are told as JSON Pointers and kinds; what was sent is not repeated
 */
export function readRow(json: string | undefined, { pointer, details = {} }: Place): JobRow {
  const parsed = json === undefined ? null : jobRow.safeParse(parsedJson(json));
  if (parsed?.success === true) return parsed.data;
  const faults = parsed?.error.issues.map(({ path, code }) => ({
    pointer: pointer + path.map((step) => `/${String(step)}`).join(''),
    fault: code,
  })) ?? [{ pointer, fault: 'too_big' }];
  throw new UndertoneError('input-invalid', { ...details, faults });
}

/** Undefined for what is no JSON. */
export function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
