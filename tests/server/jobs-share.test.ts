import { expect, it } from 'vitest';
import { ask } from './ask.ts';
import type { Answer } from './ask.ts';
import { code, handOver, items, json, status } from './jobs-asking.ts';
import type { JobsServer } from './jobs-server.ts';
import { withJobsServers } from './with-jobs-servers.ts';

const { start } = withJobsServers();

const handOverAs = (server: JobsServer, caller: string): Promise<Answer> =>
  handOver(server, items('One.'), { caller });

it('is the caller’s own: who has all of it open takes nothing from others, and has it back job by job', async () => {
  const server = await start({ isReading: false });
  const handedOver: string[] = [];
  for (let i = 0; i < 20; i += 1) handedOver.push(status(await handOverAs(server, 'busy')).id);
  const refused = await handOverAs(server, 'busy');
  expect([refused.status, code(refused)]).toEqual([429, 'rate-limited']);
  expect(json(refused)).toMatchObject({
    title: expect.stringContaining('jobs that have not ended'),
    details: { limit: 20, unit: 'open-jobs' },
  });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await handOverAs(server, 'another')).status).toBe(202);
  await ask(server.port, `/tone/v1/jobs/${handedOver[0]}`, {
    method: 'DELETE',
    headers: { 'x-api-key': 'busy' },
  });
  expect((await handOverAs(server, 'busy')).status).toBe(202);
  expect((await handOverAs(server, 'busy')).status).toBe(429);
});

it('ends where there are too many of all callers together', async () => {
  const server = await start({ isReading: false });
  const states = [];
  for (let i = 0; i < 102; i += 1) {
    const answer = await handOverAs(server, `caller ${i % 10}`);
    states.push(answer.status);
    if (answer.status !== 202) expect(code(answer)).toBe('server-busy');
  }
  expect(states.filter((each) => each === 202)).toHaveLength(100);
});
