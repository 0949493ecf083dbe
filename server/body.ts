/** What was sent, by its schema. */
import type * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';

/**
 * Faults are told as JSON Pointers and kinds; what was sent is not repeated.
 *
 * @throws UndertoneError `input-invalid` (`faults`)
 */
export function parseSent<T>(schema: z.ZodMiniType<T>, sent: unknown): T {
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, code }) => ({
    pointer: path.map((step) => `/${String(step)}`).join(''),
    fault: code,
  }));
  throw new UndertoneError('input-invalid', { faults });
}
