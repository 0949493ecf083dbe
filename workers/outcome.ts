/** Failures as data on their way out of a worker. */
import { toUndertoneError } from '#core/contracts/errors';
import type { ErrorCode, ErrorData } from '#core/contracts/errors';

/** A result or a failure as data: a thrown error would lose its code on the way through `postMessage`. */
export type Outcome<Value> = { ok: true; value: Value } | { ok: false; error: ErrorData };

/** Runs `work` and never rejects; what is thrown and is not of the catalogue becomes `fallback`. */
export async function asOutcome<Value>(
  work: () => Promise<Value>,
  fallback: ErrorCode,
): Promise<Outcome<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: toUndertoneError(thrown, fallback).toData() };
  }
}
