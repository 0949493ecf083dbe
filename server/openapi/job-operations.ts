/** Work that outlasts a request: handed over, watched, fetched, erased. */
import * as z from 'zod/mini';
import { jobQuery, jobRequest, jobResult, jobRow, jobStatus } from '#core/contracts/jobs';
import type { JobStatus } from '#core/contracts/jobs';
import { ndjsonMediaType } from '../media-types.ts';
import { exampleModel, exampleText } from './examples.ts';
import { jsonMediaType } from './operation.ts';
import type { Operation, Parameter } from './operation.ts';

const csvMediaType = 'text/csv';
const tsvMediaType = 'text/tab-separated-values';

const exampleId = '5f1c7a52-3b0e-4c1d-9a64-0d8e2f7b61c3';
const jobId: Parameter = {
  name: 'id',
  in: 'path',
  description: 'Of the job, as its hand-over answered.',
  required: true,
  schema: z.string(),
  example: exampleId,
};
const exampleStatus: JobStatus = {
  id: exampleId,
  state: 'running',
  progress: { total: 1200, done: 512, failed: 0 },
  etaMs: 4300,
  createdAt: '2026-01-05T09:00:00.000Z',
  finishedAt: null,
  erasedAt: null,
  expiresAt: '2026-01-06T09:00:00.000Z',
  model: exampleModel,
  table: { textColumn: 2, idColumn: 1, hasHeader: true },
  error: null,
};
const status = { [jsonMediaType]: { schema: jobStatus, example: exampleStatus } };

const uploadParameters: readonly Parameter[] = [
  {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'New for each job, such as a UUID: sent again, the job of then is answered and no new one made. Once that is erased the key is refused, until the job would have expired.',
    required: true,
    schema: z.string(),
    example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
  },
  {
    name: 'textColumn',
    in: 'query',
    description:
      'Of a CSV or TSV: name of the column of texts, or its place from 1. Guessed where not given; the status says which it is.',
    required: false,
    schema: jobQuery.shape.textColumn,
  },
  {
    name: 'idColumn',
    in: 'query',
    description: 'Of a CSV or TSV: name of the column of ids, or its place from 1.',
    required: false,
    schema: jobQuery.shape.idColumn,
  },
  {
    name: 'anyLanguage',
    in: 'query',
    description: 'Read texts that do not seem to be English as well.',
    required: false,
    schema: jobQuery.shape.anyLanguage,
  },
  {
    name: 'deleteAfterRead',
    in: 'query',
    description:
      'Erase rows and results once the last page of these has been fetched. How the job ended is told on, until it expires.',
    required: false,
    schema: jobQuery.shape.deleteAfterRead,
  },
];

export const jobOperations: readonly Operation[] = [
  {
    id: 'createJob',
    method: 'post',
    path: '/v1/jobs',
    tag: 'Jobs',
    summary: 'Hand over up to 100,000 rows',
    description:
      'As JSON, or streamed as NDJSON, CSV or TSV. A file is sent with its line breaks, which curl takes out with `-d` and leaves with `--data-binary`. Whether the first line of a CSV has the names of the columns is guessed, and so is a title above them, unless its media type says `header=present` or `header=absent`. What is handed over is kept sealed, is erased on request, and expires by itself. One caller may have 20 jobs that have not ended, all callers together 100.',
    scope: 'jobs',
    parameters: uploadParameters,
    body: {
      [jsonMediaType]: { schema: jobRequest, example: { items: [{ id: '1', text: exampleText }] } },
      [ndjsonMediaType]: { schema: jobRow, example: { id: '1', text: exampleText } },
      [csvMediaType]: { schema: z.string(), example: `id,text\n1,${exampleText}\n` },
      [tsvMediaType]: { schema: z.string(), example: `id\ttext\n1\t${exampleText}\n` },
    },
    answers: [
      {
        status: 202,
        description: 'Taken in.',
        content: status,
        headers: { Location: 'Address of its status.', 'Retry-After': 'When to ask for it, in seconds.' },
      },
    ],
    errors: [
      'idempotency-key-missing',
      'idempotency-in-progress',
      'idempotency-mismatch',
      'row-invalid',
      'table-unreadable',
      'table-too-large',
      'rate-limited',
      'server-busy',
      'storage-unavailable',
      'storage-full',
    ],
  },
  {
    id: 'jobStatus',
    method: 'get',
    path: '/v1/jobs/{id}',
    tag: 'Jobs',
    summary: 'How far a job is',
    description:
      'Of a job that was erased nothing is left but that it was `cancelled`, without a row, until it would have expired; after that it is not found. One whose rows went by themselves, once they were read, tells how it ended, and in `erasedAt` since when they are gone. Of one that expired by itself it is known for seven days that there was one: `job-expired`.',
    scope: 'jobs',
    parameters: [
      jobId,
      {
        name: 'Prefer',
        in: 'header',
        description:
          '`wait=SECONDS`: answer when the job has ended, with `If-None-Match` when anything has changed, or after so long.',
        required: false,
        schema: z.string(),
        example: 'wait=20',
      },
      {
        name: 'If-None-Match',
        in: 'header',
        description: 'The `ETag` of a status that is known: with `Prefer`, the answer waits for another one.',
        required: false,
        schema: z.string(),
      },
    ],
    answers: [
      {
        status: 200,
        description: 'Its state and progress.',
        content: status,
        headers: {
          ETag: 'Of this status.',
          'Retry-After': 'When to ask again, in seconds, until it has ended.',
        },
      },
      { status: 304, description: 'Nothing has changed.' },
    ],
    errors: ['not-found', 'job-expired', 'server-busy', 'storage-unavailable'],
  },
  {
    id: 'jobEvents',
    method: 'get',
    path: '/v1/jobs/{id}/events',
    tag: 'Jobs',
    summary: 'The progress of a job as it happens',
    description: 'Server-sent events whose data is the status; the last one is that of its end.',
    scope: 'jobs',
    parameters: [
      jobId,
      {
        name: 'Last-Event-ID',
        in: 'header',
        description: 'Of the last event that has arrived: what it told is not told again.',
        required: false,
        schema: z.string(),
      },
    ],
    answers: [
      {
        status: 200,
        description: 'A stream of events.',
        content: { 'text/event-stream': { schema: z.string() } },
      },
      { status: 204, description: 'It has ended, and that is known.' },
    ],
    errors: ['not-found', 'job-expired', 'storage-unavailable'],
  },
  {
    id: 'jobResults',
    method: 'get',
    path: '/v1/jobs/{id}/results',
    tag: 'Jobs',
    summary: 'A page of results',
    description:
      'Lines of JSON, or one table of CSV over all pages. Rows are told by their place, `index` from 0, and by their id where they have one; their texts are not sent back.',
    scope: 'jobs',
    parameters: [
      jobId,
      {
        name: 'Accept',
        in: 'header',
        description: `\`${csvMediaType}\` for a table; lines of JSON, \`${ndjsonMediaType}\`, without it.`,
        required: false,
        schema: z.string(),
        example: csvMediaType,
      },
      {
        name: 'cursor',
        in: 'query',
        description: 'From the page before; the first page without it.',
        required: false,
        schema: z.string(),
      },
    ],
    answers: [
      {
        status: 200,
        description: 'In the order of the rows.',
        content: {
          [ndjsonMediaType]: { schema: jobResult },
          [csvMediaType]: { schema: z.string() },
        },
        headers: {
          Link: 'The next page, `rel="next"`, where there is one.',
          'X-Next-Cursor': 'Its cursor.',
        },
      },
    ],
    errors: ['not-found', 'job-expired', 'job-unfinished', 'storage-unavailable'],
  },
  {
    id: 'eraseJob',
    method: 'delete',
    path: '/v1/jobs/{id}',
    tag: 'Jobs',
    summary: 'Cancel a job and erase everything of it',
    description:
      'Its rows and results are gone at once, whether it had ended or not; its status says `cancelled` until it would have expired, and its results are not found.',
    scope: 'jobs',
    parameters: [jobId],
    answers: [{ status: 204, description: 'Erased, now or before.' }],
    errors: ['not-found', 'job-expired', 'storage-unavailable'],
  },
];
