/** `POST v1/analyze`: one text in, one analysis out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { analyzeRequest } from '#core/contracts/analysis';
import type { AnalyzeRequest } from '#core/contracts/analysis';
import { clientSignal } from '../client-signal.ts';
import { parseSent } from '../body.ts';
import { preferredWaitMs } from '../prefer.ts';
import { serverTiming } from '../server-timing.ts';
import type { TokenLimits } from '../plugins/limits.ts';
import type { Reading, ReadingOptions, ReadingService } from '../services/reading/reading-service.ts';

export interface AnalyzeRouteOptions {
  readonly readings: ReadingService;
  readonly limits: TokenLimits;
  /** For an answer, unless the caller wants it sooner. */
  readonly deadlineMs: number;
  /** In bytes. */
  readonly bodyLimit: number;
}

export function analyzeRoute(app: FastifyInstance, options: AnalyzeRouteOptions): void {
  const { deadlineMs, bodyLimit } = options;
  app.post('/v1/analyze', { config: { scope: 'analyze' }, bodyLimit }, async (request, reply) => {
    const sent = parseSent(analyzeRequest, request.body);
    const { analysis, cache } = await readOne(sent, request, reply, options, {
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

/** A reading that the caller pays for: what has not been read, or was refused, costs nothing. */
export async function readOne(
  sent: AnalyzeRequest,
  request: FastifyRequest,
  reply: FastifyReply,
  { readings, limits }: Pick<AnalyzeRouteOptions, 'readings' | 'limits'>,
  options: Pick<ReadingOptions, 'deadlineMs'>,
): Promise<Reading> {
  const bill = await limits.take(request, reply, sent.text.length);
  try {
    const reading = await readings.analyze(sent, {
      caller: request.caller.id,
      signal: clientSignal(reply),
      trace: request.trace,
      ...options,
    });
    bill.settle(reading.analysis.input.tokens);
    return reading;
  } catch (thrown) {
    bill.fail(thrown);
    throw thrown;
  }
}
