/** What the tests of jobs ask a server, and how they read its answers. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { isFinished, jobResult, jobStatus } from '#core/contracts/jobs';
import type { JobResult, JobStatus } from '#core/contracts/jobs';
import { problem } from '#core/contracts/problem';
import { ask } from './ask.ts';
import type { Answer } from './ask.ts';

/** Of a server under `/tone/`. */
export interface Asked {
  readonly port: number;
}

export interface Sent {
  type?: string;
  key?: string | null;
  caller?: string;
  query?: string;
  headers?: Record<string, string>;
}

export function handOver({ port }: Asked, body: string, sent: Sent = {}): Promise<Answer> {
  const { type = 'application/json', key = randomUUID(), caller, query = '', headers = {} } = sent;
  return ask(port, `/tone/v1/jobs${query}`, {
    method: 'POST',
    headers: {
      'content-type': type,
      ...(key === null ? {} : { 'idempotency-key': key }),
      ...(caller === undefined ? {} : { 'x-api-key': caller }),
      ...headers,
    },
    body,
  });
}

export const items = (...texts: string[]): string =>
  JSON.stringify({ items: texts.map((text) => ({ text })) });
export const json = ({ body }: Answer): unknown => JSON.parse(body.toString());
export const status = (answer: Answer): JobStatus => jobStatus.parse(json(answer));
export const code = (answer: Answer): string => {
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  return problem.parse(json(answer)).code;
};
export const lines = ({ body }: Answer): JobResult[] =>
  body
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => jobResult.parse(JSON.parse(line)));

export const get = ({ port }: Asked, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(port, `/tone/v1/jobs/${path}`, { headers });

export async function finished(server: Asked, id: string): Promise<JobStatus> {
  for (;;) {
    const found = status(await get(server, id, { prefer: 'wait=30' }));
    if (isFinished(found.state)) return found;
  }
}

/** A thousand rows and more: several pages of results. */
export const manyRows = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) => `${JSON.stringify({ id: `row ${i}`, text: `Day ${i} was lovely.` })}\n`,
  ).join('');
