/** What people and programs say against a reading. */
import * as z from 'zod/mini';
import { auditEntry, feedbackEntry, feedbackReceipt, feedbackRequest } from '#core/contracts/feedback';
import { ndjsonMediaType } from '../media-types.ts';
import { feedbackQuery } from '../routes/feedback.ts';
import { exampleAnalysis, exampleModel } from './examples.ts';
import { jsonMediaType } from './operation.ts';
import type { Operation, Parameter } from './operation.ts';

const filters: readonly Parameter[] = [
  {
    name: 'since',
    in: 'query',
    description: 'Entries from then on: a day and a time in UTC, as ISO 8601 writes them.',
    required: false,
    schema: feedbackQuery.shape.since,
    example: '2026-01-05T09:00:00.000Z',
  },
  {
    name: 'model',
    in: 'query',
    description: 'Name of the model that was corrected.',
    required: false,
    schema: feedbackQuery.shape.model,
  },
  {
    name: 'disagree',
    in: 'query',
    description: '`true` for those only in which the person and the model differ.',
    required: false,
    schema: feedbackQuery.shape.disagree,
  },
];

export const feedbackOperations: readonly Operation[] = [
  {
    id: 'addFeedback',
    method: 'post',
    path: '/v1/feedback',
    tag: 'Feedback',
    summary: 'Correct a reading',
    description:
      'A text is taken only with the consent to keep it. The model is one of `v1/models` by its name, in any version: what is corrected may have been read before it was changed. Readings are not kept, so that `resultId` is taken as it is.',
    scope: 'feedback',
    body: {
      [jsonMediaType]: {
        schema: feedbackRequest,
        example: {
          resultId: exampleAnalysis.id,
          model: exampleModel,
          predicted: { label: 'positive', confidence: 0.97 },
          corrected: { label: 'neutral' },
          consent: { storeText: false, train: false },
        },
      },
    },
    answers: [
      {
        status: 201,
        description: 'Kept. The receipt, shown this once, erases it.',
        content: { [jsonMediaType]: { schema: feedbackReceipt } },
      },
    ],
    errors: [
      'consent-needed',
      'text-blank',
      'model-unavailable',
      'model-corrupt',
      'rate-limited',
      'storage-unavailable',
      'storage-full',
    ],
  },
  {
    id: 'eraseFeedback',
    method: 'delete',
    path: '/v1/feedback/{id}',
    tag: 'Feedback',
    summary: 'Erase a correction',
    description:
      'Who is answered 404 has another receipt, or the correction is not here any more: it is not told which.',
    scope: 'feedback',
    parameters: [
      {
        name: 'id',
        in: 'path',
        description: 'Of the correction.',
        required: true,
        schema: z.string(),
        example: 'fb_0b9d7f64-7f0e-4d6b-8f43-5d1c2a90e7b8',
      },
      {
        name: 'X-Feedback-Receipt',
        in: 'header',
        description: 'As it was answered when the correction was sent.',
        required: true,
        schema: z.string(),
      },
    ],
    answers: [{ status: 204, description: 'Erased.' }],
    errors: ['not-found', 'storage-unavailable'],
  },
  {
    id: 'listFeedback',
    method: 'get',
    path: '/v1/feedback',
    tag: 'Feedback',
    summary: 'Corrections, from the oldest on',
    scope: 'admin',
    parameters: filters,
    answers: [
      {
        status: 200,
        description: 'One a line.',
        content: { [ndjsonMediaType]: { schema: feedbackEntry } },
      },
    ],
    errors: ['storage-unavailable'],
  },
  {
    id: 'exportFeedback',
    method: 'get',
    path: '/v1/feedback/export',
    tag: 'Feedback',
    summary: 'Corrected texts that may be used, as rows to evaluate a model with',
    description:
      'Those that came with the consent to train with them. Corrections to `mixed` are left out: a model is evaluated on the other three.',
    scope: 'admin',
    parameters: filters,
    answers: [
      {
        status: 200,
        description: 'One a line.',
        content: { [ndjsonMediaType]: { schema: z.looseObject({ text: z.string(), label: z.string() }) } },
      },
    ],
    errors: ['storage-unavailable'],
  },
  {
    id: 'audit',
    method: 'get',
    path: '/v1/audit',
    tag: 'Feedback',
    summary: 'What was done to corrections and jobs, each link holding on to the one before',
    scope: 'admin',
    answers: [
      {
        status: 200,
        description: 'One a line.',
        content: { [ndjsonMediaType]: { schema: auditEntry } },
        headers: {
          'X-Audit-Chain':
            '`whole`, or `broken at N`: a link was changed or left out there, or those from there on were cut off.',
          'X-Audit-Head':
            'Number, hash and seal of the last link. Who keeps it can tell later whether all of an earlier state was put back.',
        },
      },
    ],
    errors: ['storage-unavailable'],
  },
];
