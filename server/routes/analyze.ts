/** `POST v1/analyze`: one text in, one analysis out. */
import type { FastifyInstance } from 'fastify';
import { analyzeRequest } from '#core/contracts/analysis';
import { clientSignal } from '../client-signal.ts';
import { parseSent } from '../body.ts';
import { preferredWaitMs } from '../prefer.ts';
import { serverTiming } from '../server-timing.ts';
import type { ReadingService } from '../services/reading/reading-service.ts';

export interface AnalyzeRouteOptions {
  readonly readings: ReadingService;
  /** For an answer, unless the caller wants it sooner. */
  readonly deadlineMs: number;
}

export function analyzeRoute(app: FastifyInstance, { readings, deadlineMs }: AnalyzeRouteOptions): void {
  app.post('/v1/analyze', { config: { scope: 'analyze' } }, async (request, reply) => {
    const sent = parseSent(analyzeRequest, request.body);
    const { analysis, cache } = await readings.analyze(sent, {
      signal: clientSignal(reply),
      deadlineMs: preferredWaitMs(request, reply, deadlineMs) ?? deadlineMs,
    });
    const { name, version } = analysis.model;
    void reply.headers({
      'server-timing': serverTiming(analysis.timing, cache),
      'x-model-version': `${name} ${version}`,
    });
    return analysis;
  });
}
