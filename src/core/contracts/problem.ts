/** An error of the catalogue as HTTP tells it: problem details (RFC 9457) with the members of our own beside them. */
import * as z from 'zod/mini';
import { errorData } from './errors.ts';

export const problem = z.object({
  /** Address of the page that explains the code. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** The request's id, as in the `X-Request-Id` header and in the log. */
  instance: z.string(),
  ...errorData.shape,
});
export type Problem = z.infer<typeof problem>;
