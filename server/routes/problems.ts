/** `GET problems/CODE`: what an error means and what to do about it, for those who follow the `type` of a problem. */
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { errorCode, UndertoneError } from '#core/contracts/errors';
import { statusOf } from '../problem.ts';
import { wordsFor } from '../program-words.ts';

export const explainedProblem = z.object({
  code: errorCode,
  status: z.int(),
  message: z.string(),
  remedy: z.string(),
});

export function problemsRoute(app: FastifyInstance): void {
  app.get<{ Params: { code: string } }>('/problems/:code', { config: { scope: 'public' } }, (request) => {
    const code = errorCode.safeParse(request.params.code);
    if (!code.success) throw new UndertoneError('not-found');
    return { code: code.data, status: statusOf(code.data), ...wordsFor(code.data) };
  });
}
