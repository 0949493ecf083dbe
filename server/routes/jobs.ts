/** `v1/jobs`: many rows handed over at once, read in the background, fetched when they are ready. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { isFinished } from '#core/contracts/jobs';
import type { JobRow } from '#core/contracts/jobs';
import { preferredType } from '../accept.ts';
import { parseSent } from '../body.ts';
import { abortAfter } from '../abort-after.ts';
import { clientSignal } from '../client-signal.ts';
import { ndjsonMediaType } from '../media-types.ts';
import { preferredWaitMs } from '../prefer.ts';
import { guessTokens } from '../plugins/limits.ts';
import type { TokenLimits } from '../plugins/limits.ts';
import type { JobService } from '../services/jobs/job-service.ts';
import { statusOf, versionOf } from '../services/jobs/job-status.ts';
import type { Upload } from '../services/jobs/upload.ts';
import type { JobRecord } from '../stores/stores.ts';
import { jobEvents } from './job-events.ts';
import { resultsAsCsv } from './job-results-csv.ts';
import { openUpload, readIdempotencyKey, unsupported, uploadMediaTypes } from './job-upload.ts';

const retryAfterSeconds = 1;
/** Who asks for JSON gets it line by line. */
const resultTypes = [ndjsonMediaType, 'application/json', 'text/csv'] as const;
const scoped = { config: { scope: 'jobs' } } as const;
const streamed = { config: { scope: 'jobs', workClass: 'jobs', streamsBody: true } } as const;

export interface JobsRouteOptions {
  readonly jobs: JobService;
  readonly limits: TokenLimits;
  /** Path of the app, with a slash at both ends. */
  readonly basePath: string;
  /** The longest that an answer is waited for. */
  readonly maxWaitMs: number;
  /** Ends whatever waits for news, since the server is being stopped. */
  readonly refusing: AbortSignal;
}

const jobParams = z.strictObject({ id: z.string() });
const resultsQuery = z.strictObject({ cursor: z.optional(z.string()) });

export function jobsRoute(app: FastifyInstance, options: JobsRouteOptions): void {
  const { jobs, limits, basePath, maxWaitMs } = options;
  const closing = new AbortController();
  const ending = AbortSignal.any([options.refusing, closing.signal]);
  // A server that is closed without having refused anything before.
  app.addHook('preClose', async () => closing.abort());

  const pathOf = ({ id }: JobRecord): string => `${basePath}v1/jobs/${id}`;
  const idOf = ({ params }: FastifyRequest): string => parseSent(jobParams, params).id;
  const endOf = (reply: FastifyReply): AbortSignal => AbortSignal.any([clientSignal(reply), ending]);

  /** The bytes as they come, at the pace at which they are kept. */
  void app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser([...uploadMediaTypes], (_request, payload, done) => done(null, payload));
    uploads.addContentTypeParser('*', (_request, _payload, done) => done(unsupported()));
    uploads.post('/v1/jobs', streamed, async (request, reply) => {
      const idempotencyKey = readIdempotencyKey(request);
      if (!(request.body instanceof Readable)) throw unsupported();
      const upload = openUpload(request, request.body);
      const job = await payFor(upload, request, reply, limits, (counted) =>
        jobs.handOver({ caller: request.caller.id, idempotencyKey, upload: counted }),
      );
      return reply
        .code(202)
        .headers({ location: pathOf(job), 'retry-after': String(retryAfterSeconds) })
        .send(statusOf(job, Date.now()));
    });
  });

  app.get('/v1/jobs/:id', scoped, async (request, reply) => {
    const known = request.headers['if-none-match'];
    const waitMs = preferredWaitMs(request, reply, maxWaitMs);
    const isNews = (job: JobRecord): boolean =>
      known === undefined ? isFinished(job.state) : !matches(known, tagOf(job));
    const signal =
      waitMs === undefined ? AbortSignal.abort() : AbortSignal.any([endOf(reply), abortAfter(waitMs)]);
    const job = await jobs.waitFor(request.caller.id, idOf(request), isNews, signal);
    void reply.header('etag', tagOf(job));
    if (!isFinished(job.state)) void reply.header('retry-after', String(retryAfterSeconds));
    if (known !== undefined && matches(known, tagOf(job))) return reply.code(304).send();
    return statusOf(job, Date.now());
  });

  app.get('/v1/jobs/:id/events', { ...scoped, exposeHeadRoute: false }, async (request, reply) => {
    const job = await jobs.find(request.caller.id, idOf(request));
    const seen = request.headers['last-event-id'];
    // A browser asks again when a stream has ended, until it is told that there is no more.
    if (isFinished(job.state) && seen === versionOf(job)) return reply.code(204).send();
    const events = jobEvents(jobs, job, { seen: String(seen ?? ''), signal: endOf(reply) });
    return reply
      .type('text/event-stream; charset=utf-8')
      .header('x-accel-buffering', 'no')
      .send(Readable.from(events, { objectMode: false }));
  });

  app.get('/v1/jobs/:id/results', { ...scoped, exposeHeadRoute: false }, async (request, reply) => {
    const { cursor } = parseSent(resultsQuery, request.query);
    const job = await jobs.find(request.caller.id, idOf(request));
    const { lines, next } = await jobs.results(job, cursor);
    void reply.header('vary', 'Accept');
    const isFirst = cursor === undefined;
    const isCsv = preferredType(request.headers.accept, resultTypes) === 'text/csv';
    const page = isCsv ? await resultsAsCsv(lines, { hasHeader: isFirst, model: job.model }) : lines;
    if (next === null) {
      // What was not sent to its end may be asked for again.
      reply.raw.once('finish', () => void jobs.wasRead(job).catch(logged(request)));
    } else {
      void reply.headers({
        link: `<${pathOf(job)}/results?cursor=${next}>; rel="next"`,
        'x-next-cursor': next,
      });
    }
    const csvType = `text/csv; charset=utf-8; header=${isFirst ? 'present' : 'absent'}`;
    return reply.type(isCsv ? csvType : ndjsonMediaType).send(page);
  });

  app.delete('/v1/jobs/:id', scoped, async (request, reply) => {
    await jobs.erase(request.caller.id, idOf(request));
    return reply.code(204).send();
  });
}

/** Every text is paid for as it comes in, by guess: when it is read, nobody waits to be told. */
async function payFor(
  upload: Upload,
  request: FastifyRequest,
  reply: FastifyReply,
  limits: TokenLimits,
  handOver: (counted: Upload) => Promise<JobRecord>,
): Promise<JobRecord> {
  const startedAtMs = Date.now();
  const bill = await limits.take(request, reply, Number(request.headers['content-length'] ?? 0));
  let tokens = 0;
  async function* counted(): AsyncGenerator<readonly JobRow[], void, undefined> {
    for await (const rows of upload.batches) {
      tokens += rows.reduce((sum, { text }) => sum + guessTokens(text.length), 0);
      yield rows;
    }
  }
  try {
    const job = await handOver({
      batches: counted(),
      get options() {
        return upload.options;
      },
      get table() {
        return upload.table;
      },
    });
    // What was handed over before was paid for then.
    bill.settle(job.createdAtMs < startedAtMs ? 0 : tokens);
    return job;
  } catch (thrown) {
    bill.fail(thrown);
    throw thrown;
  }
}

/** Weak: the time that is left goes by itself. */
function tagOf(job: JobRecord): string {
  return `W/"${versionOf(job)}"`;
}

/** As RFC 9110 compares for `If-None-Match`. */
function matches(header: string, tag: string): boolean {
  const opaque = tag.replace(/^W\//, '');
  return header.split(',').some((each) => {
    const given = each.trim();
    return given === '*' || given.replace(/^W\//, '') === opaque;
  });
}

function logged(request: FastifyRequest): () => void {
  return () => request.log.error({ route: request.routeOptions.url }, 'A job could not be erased.');
}
