/** Every operation of the API: the document, its page and the tests are made from this table. */
import { feedbackOperations } from './feedback-operations.ts';
import { jobOperations } from './job-operations.ts';
import type { Operation } from './operation.ts';
import { readingOperations } from './reading-operations.ts';
import { serverOperations } from './server-operations.ts';

export const operations: readonly Operation[] = [
  ...readingOperations,
  ...jobOperations,
  ...feedbackOperations,
  ...serverOperations,
];
