/** Errors of the catalogue as HTTP answers: problem details as in RFC 9457. */
import type { ErrorCode, ErrorData } from '#core/contracts/errors';
import type { Problem } from '#core/contracts/problem';
import { wordsFor } from './program-words.ts';
import { isUuid } from './uuid.ts';

export const problemMediaType = 'application/problem+json; charset=utf-8';

/** Everything that is not the caller's to mend is a 503, since another try or another server may do; bugs are a 500. */
const statuses: Record<ErrorCode, number> = {
  'text-blank': 422,
  'text-too-long': 413,
  'language-unsupported': 422,
  'input-invalid': 400,
  'row-invalid': 422,
  'file-unreadable': 500,
  'file-unwritable': 500,
  'table-unreadable': 422,
  'table-locked': 422,
  'table-too-large': 413,
  'model-unavailable': 503,
  'model-corrupt': 503,
  // Of the page alone; a server has no models of people's own.
  'own-model-incomplete': 422,
  'own-model-unreadable': 422,
  'own-model-kind': 422,
  'own-model-too-large': 413,
  'own-model-gone': 404,
  'own-model-failed': 422,
  'engine-timeout': 503,
  'engine-failed': 503,
  'engine-lost': 503,
  'engine-wrong': 503,
  // Nobody reads this answer: the caller has gone.
  cancelled: 503,
  'consent-missing': 403,
  'server-unreachable': 503,
  'server-busy': 503,
  'body-too-large': 413,
  'media-type-unsupported': 415,
  unauthenticated: 401,
  forbidden: 403,
  'rate-limited': 429,
  'deadline-exceeded': 504,
  'server-stopping': 503,
  'job-unfinished': 409,
  'job-expired': 410,
  'idempotency-key-missing': 400,
  'idempotency-in-progress': 409,
  'idempotency-mismatch': 422,
  'consent-needed': 422,
  'not-found': 404,
  'method-not-allowed': 405,
  'place-unavailable': 503,
  'storage-unavailable': 503,
  'storage-full': 507,
  internal: 500,
};

/** The status that an error has by its nature. */
export function statusOf(code: ErrorCode): number {
  return statuses[code];
}

/**
 * @param requestId so that an answer and a line of the log can be put together
 * @param typePath path under which `routes/problems.ts` explains the codes, with a closing slash
 */
export function toProblem(error: ErrorData, status: number, requestId: string, typePath: string): Problem {
  const words = wordsFor(error.code, error.details);
  return {
    type: typePath + error.code,
    title: words.message,
    status,
    detail: `${words.message} ${words.remedy}`,
    // A name that the caller gave it is told as it is: a reference without a scheme.
    instance: isUuid(requestId) ? `urn:uuid:${requestId}` : requestId,
    ...error,
    ...words,
  };
}
