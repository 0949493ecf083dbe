/** A worker that reads texts has no way to send one. */
import { expect, it } from 'vitest';

it('may ask for files, and has no other way to the network', async () => {
  const worker = new Worker(new URL('./workers/files-only.worker.ts', import.meta.url), { type: 'module' });
  const found: unknown = await new Promise((resolve, reject) => {
    worker.addEventListener('message', (event) => resolve(event.data));
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
  });
  worker.terminate();
  expect(found).toEqual({
    outcomes: {
      'a file': true,
      'a file, as a request': true,
      'a query': false,
      'a query, as a request': false,
      'a body': false,
      'a body, as a request': false,
      'a body put on a request': false,
    },
    left: [],
  });
});
