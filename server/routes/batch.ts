/** `POST v1/analyze/batch`: many texts in, an analysis or a problem for each of them out, in their order. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VerdictLabel } from '#core/contracts/analysis';
import { batchEnvelope, batchPlace, batchText } from '#core/contracts/batch';
import type { BatchAnswer, BatchItem, BatchRequest } from '#core/contracts/batch';
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import { preferredType } from '../accept.ts';
import { clientSignal } from '../client-signal.ts';
import { parseSent } from '../body.ts';
import { guessTokens } from '../plugins/limits.ts';
import type { Bill, TokenLimits } from '../plugins/limits.ts';
import { preferredWaitMs } from '../prefer.ts';
import { statusOf, toProblem } from '../problem.ts';
import { ndjsonMediaType } from '../media-types.ts';
import type { ReadingOptions, ReadingService } from '../services/reading/reading-service.ts';

export interface BatchRouteOptions {
  readonly readings: ReadingService;
  readonly limits: TokenLimits;
  /** For the whole answer. */
  readonly deadlineMs: number;
  /** Texts of one batch that are in the queue at a time, so that its own texts do not make it too long. */
  readonly atOnce: number;
  /** Path under which the codes of problems are explained. */
  readonly problemsPath: string;
  /** In bytes. */
  readonly bodyLimit: number;
}

/** Everything that is refused at the door (`server-busy`, `server-stopping`) is refused as a whole if the first text is. */
export function batchRoute(app: FastifyInstance, options: BatchRouteOptions): void {
  const { bodyLimit } = options;
  const config = { scope: 'analyze', workClass: 'batch' } as const;
  app.post('/v1/analyze/batch', { config, bodyLimit }, async (request, reply) => {
    const { items: sent, ...asked } = parseSent(batchEnvelope, request.body);
    const deadlineMs = preferredWaitMs(request, reply, options.deadlineMs) ?? options.deadlineMs;
    const texts = sent.map(takeItem);
    const characters = texts.reduce((sum, { text }) => sum + text.length, 0);
    const bill = await options.limits.take(request, reply, characters, sent.length);
    const items = readItems(texts, asked, request, bill, options, {
      caller: request.caller.id,
      signal: clientSignal(reply),
      trace: request.trace,
      workClass: 'batch',
      deadlineMs,
    });
    return wantsLines(request) ? sendLines(reply, items) : answerOf(await collect(items));
  });
}

function wantsLines({ headers }: FastifyRequest): boolean {
  return preferredType(headers.accept, ['application/json', ndjsonMediaType]) === ndjsonMediaType;
}

/** An item of a batch; without a text where it is not of its form. */
interface TakenItem {
  readonly id?: string | undefined;
  readonly text: string;
  readonly fault?: UndertoneError;
}

function takeItem(sent: unknown, index: number): TakenItem {
  try {
    return parseSent(batchText, sent, `/items/${index}`);
  } catch (thrown) {
    const { data } = batchPlace.safeParse(sent);
    return { id: data?.id, text: '', fault: toUndertoneError(thrown) };
  }
}

async function* readItems(
  items: readonly TakenItem[],
  asked: Omit<BatchRequest, 'items'>,
  request: FastifyRequest,
  bill: Bill,
  { readings, atOnce, problemsPath }: BatchRouteOptions,
  options: ReadingOptions & { readonly deadlineMs: number },
): AsyncGenerator<BatchItem, void, undefined> {
  let tokens = 0;
  const endsAtMs = performance.now() + options.deadlineMs;
  const read = async (item: TakenItem, index: number): Promise<BatchItem> => {
    const place = item.id === undefined ? { index } : { index, id: item.id };
    try {
      if (item.fault !== undefined) throw item.fault;
      const deadlineMs = Math.max(endsAtMs - performance.now(), 0);
      const { analysis } = await readings.analyze({ text: item.text, ...asked }, { ...options, deadlineMs });
      tokens += analysis.input.tokens;
      return { ...place, status: 'ok', result: analysis };
    } catch (thrown) {
      const error = toUndertoneError(thrown);
      const isDoor = error.code === 'server-busy' || error.code === 'server-stopping';
      if (index === 0 && isDoor) {
        bill.fail(error);
        throw error;
      }
      if (error.code === 'cancelled') tokens += guessTokens(item.text.length);
      const problem = toProblem(error.toData(), statusOf(error.code), request.id, problemsPath);
      return { ...place, status: 'error', problem };
    }
  };
  const underWay: Promise<BatchItem>[] = [];
  for (const [index, item] of items.entries()) {
    if (index === 0) {
      yield await read(item, index);
      continue;
    }
    underWay.push(read(item, index));
    const oldest = underWay.length < atOnce ? undefined : underWay.shift();
    if (oldest !== undefined) yield await oldest;
  }
  for (const each of underWay) yield await each;
  bill.settle(tokens);
}

async function collect(items: AsyncIterable<BatchItem>): Promise<BatchItem[]> {
  const all: BatchItem[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The first text is read before anything is sent, so that a refusal still is an answer of its own. */
async function sendLines(reply: FastifyReply, items: AsyncGenerator<BatchItem>): Promise<FastifyReply> {
  const first = await items.next();
  async function* lines(): AsyncGenerator<string, void, undefined> {
    if (first.done !== true) yield `${JSON.stringify(first.value)}\n`;
    for await (const item of items) yield `${JSON.stringify(item)}\n`;
  }
  return reply.type(ndjsonMediaType).send(Readable.from(lines()));
}

function answerOf(items: BatchItem[]): BatchAnswer {
  const read = items.flatMap((item) => (item.status === 'ok' ? [item.result] : []));
  const countOf = (label: VerdictLabel): number => read.filter((each) => each.label === label).length;
  const scores = read.reduce((sum, { score }) => sum + score, 0);
  return {
    items,
    summary: {
      ok: read.length,
      failed: items.length - read.length,
      byLabel: {
        negative: countOf('negative'),
        neutral: countOf('neutral'),
        positive: countOf('positive'),
        mixed: countOf('mixed'),
        unsure: countOf('unsure'),
      },
      meanScore: read.length === 0 ? null : scores / read.length,
    },
  };
}
