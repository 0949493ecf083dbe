import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { abortAfter } from '../../server/abort-after.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = z.function().parse(runInNewContext('gc'));

it('is aborted in time, also where nobody holds it but a signal of several, and what is not held was collected', async () => {
  const both = AbortSignal.any([new AbortController().signal, abortAfter(200)]);
  const isOver = new Promise<void>((resolve) => both.addEventListener('abort', () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, 20));
  collectGarbage();
  await isOver;
  expect(both.aborted).toBe(true);
});
