/** What reads here, whether it can, and what the API is. */
import * as z from 'zod/mini';
import { capabilities, health, modelEntry, modelList } from '#core/contracts/service';
import { pageHealth } from '../routes/health.ts';
import { explainedProblem } from '../routes/problems.ts';
import { jsonMediaType } from './operation.ts';
import type { Answer, Operation } from './operation.ts';

function itDoes(description: string): Answer {
  return {
    status: 200,
    description,
    content: { [jsonMediaType]: { schema: health, example: { status: 'ok' } } },
  };
}

function notYet(description: string): Answer {
  const content = { [jsonMediaType]: { schema: health, example: { status: 'starting' } } };
  return { status: 503, description, content };
}

const problemPaths: readonly Operation[] = [
  {
    id: 'problem',
    method: 'get',
    path: '/problems/{code}',
    tag: 'Server',
    summary: 'What an error means, and what to do about it',
    scope: 'public',
    parameters: [
      {
        name: 'code',
        in: 'path',
        description: 'As in the `code` of a problem.',
        required: true,
        schema: z.string(),
        example: 'server-busy',
      },
    ],
    answers: [
      {
        status: 200,
        description: 'The entry of the catalogue.',
        content: { [jsonMediaType]: { schema: explainedProblem } },
      },
    ],
    errors: ['not-found'],
  },
];

const healthOperations: readonly Operation[] = [
  {
    id: 'livez',
    method: 'get',
    path: '/livez',
    tag: 'Server',
    summary: 'Whether the process answers',
    scope: 'public',
    answers: [itDoes('It answers.')],
    errors: [],
  },
  {
    id: 'readyz',
    method: 'get',
    path: '/readyz',
    tag: 'Server',
    summary: 'Whether texts can be read now',
    description:
      'By the evidence of a reading: where nothing was read of late, a text is read for it. Where it has `failed`, `failing` says whether the model or the storage did.',
    scope: 'public',
    answers: [itDoes('They can.'), notYet('They cannot, or not yet.')],
    errors: [],
  },
  {
    id: 'startupz',
    method: 'get',
    path: '/startupz',
    tag: 'Server',
    summary: 'Whether the model has proved itself',
    scope: 'public',
    answers: [itDoes('It has.'), notYet('It has not, or not yet.')],
    errors: [],
  },
  {
    id: 'health',
    method: 'get',
    path: '/v1/health',
    tag: 'Server',
    summary: 'Whether the page can have texts read here',
    scope: 'public',
    answers: [{ status: 200, description: 'It can.', content: { [jsonMediaType]: { schema: pageHealth } } }],
    errors: [
      'server-busy',
      'server-stopping',
      'model-unavailable',
      'model-corrupt',
      'engine-timeout',
      'engine-failed',
      'engine-lost',
      'engine-wrong',
      'cancelled',
    ],
  },
];

const modelOperations: readonly Operation[] = [
  {
    id: 'models',
    method: 'get',
    path: '/v1/models',
    tag: 'Models',
    summary: 'The models that are here',
    scope: 'models',
    answers: [
      {
        status: 200,
        description: 'The default first.',
        content: { [jsonMediaType]: { schema: modelList } },
      },
    ],
    errors: ['model-unavailable', 'model-corrupt'],
  },
  {
    id: 'model',
    method: 'get',
    path: '/v1/models/{name}',
    tag: 'Models',
    summary: 'One model: how well it reads, and under which license',
    scope: 'models',
    parameters: [
      {
        name: 'name',
        in: 'path',
        description: 'The `id` of the model.',
        required: true,
        schema: z.string(),
      },
    ],
    answers: [
      { status: 200, description: 'The model.', content: { [jsonMediaType]: { schema: modelEntry } } },
    ],
    errors: ['not-found', 'model-unavailable', 'model-corrupt'],
  },
  {
    id: 'capabilities',
    method: 'get',
    path: '/v1/capabilities',
    tag: 'Models',
    summary: 'What this server reads, how much it takes, and how long a text would wait',
    scope: 'public',
    answers: [
      {
        status: 200,
        description: 'As of now.',
        content: { [jsonMediaType]: { schema: capabilities } },
      },
    ],
    errors: ['model-unavailable', 'model-corrupt'],
  },
];

const contractOperations: readonly Operation[] = [
  {
    id: 'openapi',
    method: 'get',
    path: '/openapi.json',
    tag: 'Server',
    summary: 'This document',
    scope: 'public',
    answers: [
      {
        status: 200,
        description: 'OpenAPI 3.1.',
        content: { [jsonMediaType]: { schema: z.looseObject({ openapi: z.literal('3.1.1') }) } },
      },
    ],
    errors: [],
  },
  {
    id: 'docs',
    method: 'get',
    path: '/docs',
    tag: 'Server',
    summary: 'This document, for people',
    scope: 'public',
    answers: [{ status: 200, description: 'A page.', content: { 'text/html': { schema: z.string() } } }],
    errors: [],
  },
  {
    id: 'docsFile',
    method: 'get',
    path: '/docs/{file}',
    tag: 'Server',
    summary: 'What that page looks like: its style sheet and its type',
    scope: 'public',
    parameters: [
      {
        name: 'file',
        in: 'path',
        description: 'Name of the file.',
        required: true,
        schema: z.string(),
        example: 'style.css',
      },
    ],
    answers: [
      {
        status: 200,
        description: 'The file.',
        content: { 'text/css': { schema: z.string() }, 'font/woff2': { schema: z.string() } },
      },
    ],
    errors: ['not-found'],
  },
];

export const serverOperations: readonly Operation[] = [
  ...modelOperations,
  ...healthOperations,
  ...problemPaths,
  ...contractOperations,
];
