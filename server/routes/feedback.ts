/** `v1/feedback`: what people say against a reading, and its erasure; lists and exports for those who run the server. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import type { AuditEntry, FeedbackEntry } from '#core/contracts/feedback';
import { feedbackRequest } from '#core/contracts/feedback';
import { parseSent } from '../body.ts';
import { ndjsonMediaType } from '../media-types.ts';
import type { TokenLimits } from '../plugins/limits.ts';
import type { FeedbackService } from '../services/feedback/feedback-service.ts';

export const feedbackQuery = z.strictObject({
  since: z.optional(z.iso.datetime()),
  model: z.optional(z.string()),
  disagree: z.optional(
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((text) => text === 'true'),
    ),
  ),
});

export interface FeedbackRouteOptions {
  readonly feedback: FeedbackService;
  readonly limits: TokenLimits;
}

export function feedbackRoute(app: FastifyInstance, { feedback, limits }: FeedbackRouteOptions): void {
  app.post('/v1/feedback', { config: { scope: 'feedback' } }, async (request, reply) => {
    const sent = parseSent(feedbackRequest, request.body);
    // All of it is kept, so all of it is paid for; to erase it again costs nothing.
    const bill = await limits.take(request, reply, JSON.stringify(sent).length);
    try {
      const receipt = await feedback.add(sent, request.caller.id);
      return await reply.code(201).send(receipt);
    } catch (thrown) {
      bill.fail(thrown);
      throw thrown;
    }
  });

  /** The receipt comes as a header: an address ends up in logs on its way. */
  app.delete<{ Params: { id: string } }>(
    '/v1/feedback/:id',
    { config: { scope: 'feedback' } },
    async (request, reply) => {
      const { 'x-feedback-receipt': receipt } = parseSent(receiptHeader, request.headers);
      await feedback.erase(request.params.id, receipt, request.caller.id);
      return reply.code(204).send();
    },
  );

  app.get('/v1/feedback', { config: { scope: 'admin' } }, async (request, reply) => {
    const entries = await feedback.show(parseSent(feedbackQuery, request.query), request.caller.id);
    return reply.type(ndjsonMediaType).send(Readable.from(lines(entries)));
  });

  app.get('/v1/feedback/export', { config: { scope: 'admin' } }, async (request, reply) => {
    const rows = await feedback.exportRows(parseSent(feedbackQuery, request.query), request.caller.id);
    return reply.type(ndjsonMediaType).send(Readable.from(rows));
  });

  app.get('/v1/audit', { config: { scope: 'admin' } }, async (_request, reply) => {
    const { brokenAt, head, trail } = await feedback.audit();
    void reply.header('x-audit-chain', brokenAt === null ? 'whole' : `broken at ${brokenAt}`);
    if (head !== undefined) void reply.header('x-audit-head', `${head.sequence} ${head.hash} ${head.seal}`);
    return reply.type(ndjsonMediaType).send(Readable.from(lines(trail)));
  });
}

const receiptHeader = z.object({ 'x-feedback-receipt': z.string() });

async function* lines(entries: AsyncIterable<FeedbackEntry | AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}
