/** `POST v1/analyze`: one text in, one analysis out. */
import type { FastifyInstance } from 'fastify';
import { analyzeRequest } from '#core/contracts/analysis';
import type { AnalyzeRequest } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { Engine } from '#core/engine';
import { clientSignal } from '../client-signal.ts';

export function analyzeRoute(app: FastifyInstance, engine: Engine): void {
  app.post('/v1/analyze', async (request, reply) =>
    engine.analyze(readRequest(request.body), { signal: clientSignal(reply) }),
  );
}

/** Faults are told as JSON Pointers and kinds; what was sent is not repeated. */
function readRequest(body: unknown): AnalyzeRequest {
  const parsed = analyzeRequest.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, code }) => ({
    pointer: path.map((step) => `/${String(step)}`).join(''),
    fault: code,
  }));
  throw new UndertoneError('input-invalid', { faults });
}
