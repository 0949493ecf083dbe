import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from './ask.ts';
import { code, handOver, items, json, status } from './jobs-asking.ts';
import { createReader, startJobsServer } from './jobs-server.ts';
import type { JobsServer } from './jobs-server.ts';

const reader = createReader();
let folder: string;
let server: JobsServer;

beforeAll(async () => {
  await reader.engine.start();
  folder = mkdtempSync(join(tmpdir(), 'undertone-jobs-'));
  server = await startJobsServer({ dataDir: folder, inference: reader, isReading: false });
});
afterAll(async () => {
  await server.stop();
  reader.engine.dispose();
  rmSync(folder, { recursive: true });
});

const handOverAs = (caller: string) => handOver(server, items('One.'), { caller });

it('is the caller’s own: who has all of it open takes nothing from others, and has it back job by job', async () => {
  const handedOver: string[] = [];
  for (let i = 0; i < 20; i += 1) handedOver.push(status(await handOverAs('busy')).id);
  const refused = await handOverAs('busy');
  expect([refused.status, code(refused)]).toEqual([429, 'rate-limited']);
  expect(json(refused)).toMatchObject({
    title: expect.stringContaining('jobs that have not ended'),
    details: { limit: 20, unit: 'open-jobs' },
  });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await handOverAs('another')).status).toBe(202);
  await ask(server.port, `/tone/v1/jobs/${handedOver[0]}`, {
    method: 'DELETE',
    headers: { 'x-api-key': 'busy' },
  });
  expect((await handOverAs('busy')).status).toBe(202);
  expect((await handOverAs('busy')).status).toBe(429);
});

it('ends where there are too many of all callers together', async () => {
  const states = [];
  for (let i = 0; i < 81; i += 1) {
    const answer = await handOverAs(`caller ${i % 10}`);
    states.push(answer.status);
    if (answer.status !== 202) expect(code(answer)).toBe('server-busy');
  }
  // 21 of those before are open still.
  expect(states.filter((each) => each === 202)).toHaveLength(79);
});
