/** Every failure as a problem of the catalogue: no stack, no message of a library, no word of a person's text. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import { hasCode } from '../has-code.ts';
import { learnMethods } from './methods.ts';
import { problemMediaType, statusOf, toProblem } from '../problem.ts';
import { retryAfterSeconds } from '../retry-after.ts';

/** What a server answers that does as it should, however many ask: a line for each would add to the load. */
const expectedCodes: readonly ErrorCode[] = [
  'cancelled',
  'server-busy',
  // Told once, when it is lost.
  'storage-unavailable',
  'server-stopping',
  'deadline-exceeded',
];
/** What a body may be compressed with. */
export const bodyEncodings = ['gzip', 'br', 'deflate'] as const;

const notInThisEncoding = 'not-in-this-encoding';

/** Of a body that does not come to its schema, by the codes of Fastify and of `@fastify/compress`. */
const faultsOfBody: Readonly<Record<string, string | undefined>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'missing',
  FST_ERR_CTP_INVALID_JSON_BODY: 'not-json',
  FST_CP_ERR_INVALID_CONTENT: notInThisEncoding,
};

/** Sets the error and not-found handlers of `app`, before its routes are declared. */
export function answerErrors(app: FastifyInstance, basePath: string): void {
  const methodsAt = learnMethods(app, basePath);
  const answer = (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendProblem(thrown, request, reply, basePath);
  app.setErrorHandler(answer);
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(request.url.split('?', 1)[0] ?? '');
    // Of what is asked for as it may be, and is not there after all.
    const isMissing = allowed.length === 0 || allowed.includes(request.method);
    if (!isMissing) void reply.header('allow', allowed.join(', '));
    return answer(new UndertoneError(isMissing ? 'not-found' : 'method-not-allowed'), request, reply);
  });
}

/** Answers with the problem that `thrown` stands for. */
export function sendProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  basePath: string,
): FastifyReply {
  const { error, status } = classify(thrown, request);
  request.errorCode = error.code;
  if (status >= 500 && !expectedCodes.includes(error.code)) logFailure(request, error, thrown);
  tellWhenToRetry(error, reply);
  const contentRange = rangeOf(thrown);
  if (contentRange !== undefined) void reply.header('content-range', contentRange);
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type(problemMediaType)
    .send(JSON.stringify(toProblem(error.toData(), status, request.id, `${basePath}problems/`)));
}

/** `Retry-After`, where the error says when another try may do. */
export function tellWhenToRetry({ details }: UndertoneError, reply: FastifyReply): void {
  const { retryAfterMs } = details;
  if (typeof retryAfterMs !== 'number') return;
  void reply.header('retry-after', String(retryAfterSeconds(retryAfterMs)));
}

/** Any thrown value as an error of the catalogue; what Fastify and its plugins say may quote the request and is dropped. */
export function classify(
  thrown: unknown,
  { routeOptions, raw }: FastifyRequest,
): { error: UndertoneError; status: number } {
  if (thrown instanceof UndertoneError) return { error: thrown, status: statusOf(thrown.code) };
  // In the midst of their body: nobody hears of it.
  const hasLeft = raw.destroyed && !raw.complete && hasCode(thrown, 'ECONNRESET');
  if (hasLeft) return { error: new UndertoneError('cancelled'), status: statusOf('cancelled') };
  const status = isFastifyError(thrown) ? thrown.statusCode : undefined;
  if (status === 403 || status === 404) return { error: new UndertoneError('not-found'), status: 404 };
  if (status === 413) {
    const details = { limit: routeOptions.bodyLimit, unit: 'bytes' };
    return { error: new UndertoneError('body-too-large', details), status };
  }
  if (status === 415) {
    const details = isEncodingFault(thrown)
      ? { header: 'content-encoding', accepted: bodyEncodings }
      : { accepted: ['application/json'] };
    return { error: new UndertoneError('media-type-unsupported', details), status };
  }
  if (status !== undefined && status >= 400 && status < 500) {
    const fault = isFastifyError(thrown) ? faultsOfBody[thrown.code] : undefined;
    const details = {
      ...(fault === notInThisEncoding && { header: 'content-encoding' }),
      ...(fault !== undefined && { faults: [{ pointer: '', fault }] }),
    };
    return { error: new UndertoneError('input-invalid', details), status };
  }
  return { error: new UndertoneError('internal', {}, { cause: thrown }), status: 500 };
}

function isFastifyError(thrown: unknown): thrown is FastifyError {
  return thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number';
}

/** Of `@fastify/compress`. */
function isEncodingFault(thrown: unknown): boolean {
  return isFastifyError(thrown) && thrown.code === 'FST_CP_ERR_INVALID_CONTENT_ENCODING';
}

/** A range outside a file is answered with the file's true length. */
function rangeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error && 'headers' in thrown)) return undefined;
  const { headers } = thrown;
  if (typeof headers !== 'object' || headers === null || !('Content-Range' in headers)) return undefined;
  return String(headers['Content-Range']);
}

/** Places in the code only: the message of an unforeseen error can quote what it stumbled over. */
function logFailure(request: FastifyRequest, error: UndertoneError, thrown: unknown): void {
  const origin = error.cause ?? thrown;
  const places = origin instanceof Error ? origin.stack?.match(/^ {4}at .*$/gm) : undefined;
  request.log.error(
    { code: error.code, details: error.details, route: request.routeOptions.url, places },
    'A request failed.',
  );
}
