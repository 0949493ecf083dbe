/** What was sent, by its schema. */
import type * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import { faultsOf } from './faults.ts';

/**
 * Faults are told as JSON Pointers and kinds; what was sent is not repeated.
 *
 * @param place JSON Pointer of `sent` within the body
 * @throws UndertoneError `input-invalid` (`faults`)
 */
export function parseSent<T>(schema: z.ZodMiniType<T>, sent: unknown, place = ''): T {
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new UndertoneError('input-invalid', {
    faults: faultsOf(parsed.error.issues, { schema, sent, place }),
  });
}
