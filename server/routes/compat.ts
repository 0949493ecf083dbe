/** `POST api/analyze`: the older, smaller contract, `{text}` in and `{text, label, score}` out. */
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import { likeliest } from '#core/score/likeliest';
import { classify, tellWhenToRetry } from '../plugins/errors.ts';
import { wordsFor } from '../program-words.ts';
import { readOne } from './analyze.ts';
import type { AnalyzeRouteOptions } from './analyze.ts';

export const compatRequest = z.object({ text: z.string() });
export const compatAnswer = z.object({
  text: z.string(),
  label: z.enum(['NEGATIVE', 'NEUTRAL', 'POSITIVE']),
  /** Probability of the label. */
  score: z.number(),
});
export const compatError = z.object({ error: z.string() });
/** Programs of old know no 422. */
export const compatStatuses: Partial<Record<ErrorCode, number>> = { 'text-blank': 400 };

/** This contract has one label and one number: no mixed, no unsure, and errors are `{error}`. */
export function compatRoute(app: FastifyInstance, options: AnalyzeRouteOptions): void {
  const { deadlineMs, bodyLimit } = options;
  app.post(
    '/api/analyze',
    {
      config: { scope: 'analyze' },
      bodyLimit,
      errorHandler: (thrown, request, reply) => {
        const { error, status } = classify(thrown, request);
        tellWhenToRetry(error, reply);
        request.errorCode = error.code;
        void reply
          .code(compatStatuses[error.code] ?? status)
          .send({ error: wordsFor(error.code, error.details).message });
      },
    },
    async (request, reply) => {
      const parsed = compatRequest.safeParse(request.body);
      if (!parsed.success) throw new UndertoneError(hasText(request.body) ? 'input-invalid' : 'text-blank');
      const { text } = parsed.data;
      const { analysis } = await readOne({ text }, request, reply, options, { deadlineMs });
      const { probabilities } = analysis;
      const tone = likeliest(probabilities);
      return { text, label: tone.toUpperCase(), score: Number(probabilities[tone].toFixed(4)) };
    },
  );
}

/** Or what has no place for one. */
function hasText(body: unknown): boolean {
  return typeof body !== 'object' || body === null || Array.isArray(body) || 'text' in body;
}
