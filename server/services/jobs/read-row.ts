/** A row of a job out of the JSON it is written in. */
import { UndertoneError } from '#core/contracts/errors';
import { jobRow } from '#core/contracts/jobs';
import type { JobRow } from '#core/contracts/jobs';
import { faultsOf } from '../../faults.ts';
import type { Fault } from '../../faults.ts';

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
  if (json === undefined) throw invalid([{ pointer, fault: 'too_big' }]);
  const sent = parsedJson(json);
  if (sent === undefined) throw invalid([{ pointer, fault: 'not-json' }]);
  const parsed = jobRow.safeParse(sent);
  if (!parsed.success) throw invalid(faultsOf(parsed.error.issues, { schema: jobRow, sent, place: pointer }));
  return parsed.data;

  function invalid(faults: readonly Fault[]): UndertoneError {
    return new UndertoneError('input-invalid', { ...details, faults });
  }
}

/** Undefined for what is no JSON. */
export function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
