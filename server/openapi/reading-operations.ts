/** Reading one text, and many. */
import * as z from 'zod/mini';
import { analysis, analyzeRequest } from '#core/contracts/analysis';
import { batchAnswer, batchItem, batchRequest } from '#core/contracts/batch';
import type { ErrorCode } from '#core/contracts/errors';
import { ndjsonMediaType } from '../media-types.ts';
import { compatAnswer, compatRequest, compatStatuses } from '../routes/compat.ts';
import { exampleAnalysis, exampleText } from './examples.ts';
import { jsonMediaType } from './operation.ts';
import type { Operation, Parameter } from './operation.ts';

const prefer: Parameter = {
  name: 'Prefer',
  in: 'header',
  description: '`wait=SECONDS`: how long to wait for the answer, instead of as long as this server would.',
  required: false,
  schema: z.string(),
  example: 'wait=5',
};
const ofReading: readonly ErrorCode[] = [
  'rate-limited',
  'server-busy',
  'deadline-exceeded',
  'model-unavailable',
  'model-corrupt',
  'engine-timeout',
  'engine-failed',
  'engine-lost',
  'engine-wrong',
];
const ofTexts: readonly ErrorCode[] = ['text-blank', 'text-too-long', 'language-unsupported'];

export const readingOperations: readonly Operation[] = [
  {
    id: 'analyze',
    method: 'post',
    path: '/v1/analyze',
    tag: 'Reading',
    summary: 'Read the tone of a text',
    description:
      'Offsets are UTF-16 units of the text as given. A text that is not plainly of one tone is `mixed` or `unsure`; the probabilities are told all the same.',
    scope: 'analyze',
    parameters: [prefer],
    body: { [jsonMediaType]: { schema: analyzeRequest, example: { text: exampleText } } },
    answers: [
      {
        status: 200,
        description: 'The reading.',
        content: { [jsonMediaType]: { schema: analysis, example: exampleAnalysis } },
        headers: {
          'Server-Timing':
            'Where the time went, in ms, and whether the reading was remembered from a text of the same caller.',
          'X-Model-Version': 'Name and version of the model.',
          'Preference-Applied': 'How long the answer was waited for at most, where that was asked for.',
        },
      },
    ],
    errors: [...ofTexts, ...ofReading],
  },
  {
    id: 'analyzeBatch',
    method: 'post',
    path: '/v1/analyze/batch',
    tag: 'Reading',
    summary: 'Read up to 64 texts',
    description:
      'Each text is answered by itself, in the order of the request: a text that cannot be read, or an item that is not of its form, has a problem in its place and keeps no other from being read.',
    scope: 'analyze',
    parameters: [
      prefer,
      {
        name: 'Accept',
        in: 'header',
        description: `\`${ndjsonMediaType}\` for a line a text, sent as they are read.`,
        required: false,
        schema: z.string(),
        example: ndjsonMediaType,
      },
    ],
    body: {
      [jsonMediaType]: {
        schema: batchRequest,
        example: { items: [{ id: 'a', text: exampleText }, { text: 'It was cold.' }] },
      },
    },
    answers: [
      {
        status: 200,
        description: 'A result or a problem for each text.',
        content: {
          [jsonMediaType]: {
            schema: batchAnswer,
            example: {
              items: [{ index: 0, id: 'a', status: 'ok', result: exampleAnalysis }],
              summary: {
                ok: 1,
                failed: 0,
                byLabel: { negative: 0, neutral: 0, positive: 1, mixed: 0, unsure: 0 },
                meanScore: exampleAnalysis.score,
              },
            },
          },
          [ndjsonMediaType]: { schema: batchItem },
        },
      },
    ],
    errors: ofReading,
  },
  {
    id: 'compatAnalyze',
    method: 'post',
    path: '/api/analyze',
    tag: 'Reading',
    summary: 'Read a text, in the older and smaller form',
    description:
      'One label of the three tones and its probability; no mixed, no unsure. Errors are `{error}`.',
    scope: 'analyze',
    body: { [jsonMediaType]: { schema: compatRequest, example: { text: exampleText } } },
    answers: [
      {
        status: 200,
        description: 'The likeliest tone.',
        content: {
          [jsonMediaType]: {
            schema: compatAnswer,
            example: { text: exampleText, label: 'POSITIVE', score: 0.9712 },
          },
        },
      },
    ],
    errors: [...ofTexts, ...ofReading],
    hasPlainErrors: true,
    statuses: compatStatuses,
  },
];
