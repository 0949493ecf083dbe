import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Libsql from 'libsql';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import type { RowResult } from '#core/contracts/row-result';
import { openDatabase } from '../../server/stores/sqlite/database.ts';
import { ask } from './ask.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { code, finished, get, handOver, lines, status } from './jobs-asking.ts';
import type { Asked } from './jobs-asking.ts';
import { createReader } from './jobs-server.ts';
import { runProgram } from './run-program.ts';
import type { Program } from './run-program.ts';

const patience = { timeout: 100_000, interval: 10 };
const type = 'application/x-ndjson';

const reader = createReader();
const programs: Program[] = [];
const folders: string[] = [];

beforeAll(() => reader.engine.start());
afterAll(() => reader.engine.dispose());
afterEach(async () => {
  for (const program of programs.splice(0)) await kill(program);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function kill({ child, ended }: Program): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

interface Running extends Asked {
  program: Program;
}

async function start(dataDir: string): Promise<Running> {
  const program = runProgram('main.ts', [], {
    environment: {
      UNDERTONE_PORT: '0',
      UNDERTONE_METRICS_PORT: '0',
      UNDERTONE_BASE_PATH: '/tone/',
      UNDERTONE_PAGE: 'off',
      UNDERTONE_PROCESSES: '1',
      UNDERTONE_MODELS_DIR: fixtureModelsDir,
      UNDERTONE_DATA_DIR: dataDir,
    },
  });
  programs.push(program);
  const port = await vi.waitFor(() => {
    const printed = /^http:\/\/localhost:(\d+)/.exec(program.written.stdout)?.[1];
    if (printed === undefined) throw new Error(`It has not started. ${program.written.stderr}`);
    return Number(printed);
  }, patience);
  // Before it knows its model it takes no job in.
  await vi.waitFor(async () => expect((await ask(port, '/tone/readyz')).status).toBe(200), patience);
  return { program, port };
}

/** A folder whose database counts, by itself, what is kept of every portion. */
function countingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'undertone-jobs-'));
  folders.push(folder);
  const database = openDatabase(folder);
  database.run('create table kept (job_id text, unit integer)');
  database.run(
    `create trigger keeping after update of result on units when new.result is not null
      begin insert into kept values (new.job_id, new.unit); end`,
  );
  database.close();
  return folder;
}

const keptRow = z.object({ unit: z.int(), times: z.int() });

function timesKept(folder: string, jobId: string): number[] {
  const database = new Libsql(join(folder, 'undertone.db'), { timeout: 5000 });
  const sql = 'select unit, count(*) as times from kept where job_id = ? group by unit order by unit';
  const rows = z.array(keptRow).parse(database.prepare(sql).all([jobId]));
  database.close();
  expect(rows.map(({ unit }) => unit)).toEqual(rows.map((_, i) => i));
  return rows.map(({ times }) => times);
}

const rowCount = 3300;
const texts = Array.from({ length: rowCount }, (_, i) =>
  i % 50 === 7
    ? ''
    : `Visit ${i} was lovely, but the room was cold. Nobody came when we called ${i % 9} times.`,
);
const body = texts.map((text, i) => `${JSON.stringify({ id: `row ${i}`, text })}\n`).join('');

async function resultsOf(server: Asked, id: string): Promise<RowResult[]> {
  const results: RowResult[] = [];
  let path: string | undefined = `${id}/results`;
  while (path !== undefined) {
    const page = await get(server, path);
    for (const { index, id: rowId, result } of lines(page)) {
      expect([index, rowId]).toEqual([results.length, `row ${results.length}`]);
      results.push(result);
    }
    path = /v1\/jobs\/(.+)>/.exec(String(page.headers['link'] ?? ''))?.[1];
  }
  return results;
}

/** Other texts beside a text may change the last digits of what this model says of it. */
function expectAlike(found: readonly RowResult[], expected: readonly RowResult[]): void {
  const numbersOf = (results: readonly RowResult[]): { text: string; numbers: number[] } => {
    const numbers: number[] = [];
    const text = JSON.stringify(results, (_name, value: unknown) =>
      typeof value === 'number' ? `number ${numbers.push(value)}` : value,
    );
    return { text, numbers };
  };
  const [a, b] = [numbersOf(found), numbersOf(expected)];
  expect(a.text).toBe(b.text);
  const furthest = a.numbers.reduce(
    (far, value, i) => Math.max(far, Math.abs(value - (b.numbers[i] ?? 0))),
    0,
  );
  expect(furthest).toBeLessThan(1e-6);
}

describe('a server that is killed in the middle of a job', () => {
  it('has another go on with it, wherever it was: no row is lost, and none is read into the job twice', async () => {
    const expected = (await reader.readRows(texts)).results;
    const killPoints = fc.sample(fc.array(fc.nat(1200), { minLength: 2, maxLength: 3 }), 2);
    for (const points of killPoints) {
      const folder = countingFolder();
      let server = await start(folder);
      const key = 'a key';
      const { id } = status(await handOver(server, body, { type, key }));
      let doneBefore = 0;
      for (const point of points) {
        await vi.waitFor(async () => {
          const { done } = status(await get(server, id)).progress;
          expect(done).toBeGreaterThanOrEqual(Math.min(doneBefore + point, rowCount));
        }, patience);
        await kill(server.program);
        server = await start(folder);
        const { progress } = status(await get(server, id));
        expect(progress.done).toBeGreaterThanOrEqual(doneBefore);
        doneBefore = progress.done;
      }
      expect(await finished(server, id)).toMatchObject({
        state: 'succeeded',
        progress: { total: rowCount, done: rowCount, failed: 0 },
      });
      expectAlike(await resultsOf(server, id), expected);
      const times = timesKept(folder, id);
      expect(times.length).toBeGreaterThan(10);
      expect(times).toEqual(times.map(() => 1));
      expect(status(await handOver(server, body, { type, key })).id).toBe(id);
      expect(timesKept(folder, id)).toEqual(times);
      await kill(server.program);
    }
  });

  it('leaves nothing of an upload that was on its way, and its key to whoever comes next', async () => {
    const folder = countingFolder();
    const server = await start(folder);
    const key = 'a key';
    const open = request({
      host: '127.0.0.1',
      port: server.port,
      path: '/tone/v1/jobs',
      method: 'POST',
      headers: { 'content-type': type, 'idempotency-key': key },
    });
    const broken = once(open, 'error');
    open.write(body);
    await vi.waitFor(async () => {
      const answer = await handOver(server, body, { type, key });
      expect(code(answer)).toBe('idempotency-in-progress');
    }, patience);
    await kill(server.program);
    await broken;
    const next = await start(folder);
    const { id } = status(await handOver(next, '{"text": "One."}', { type, key }));
    expect(await finished(next, id)).toMatchObject({ state: 'succeeded', progress: { total: 1 } });
    expect(timesKept(folder, id)).toEqual([1]);
  });
});

describe('a server that is asked to end in the middle of a job', () => {
  it('leaves the rest to the next one', async () => {
    const folder = countingFolder();
    const server = await start(folder);
    const { id } = status(await handOver(server, body, { type }));
    await vi.waitFor(async () => {
      expect(status(await get(server, id)).progress.done).toBeGreaterThan(0);
    }, patience);
    server.program.child.kill('SIGTERM');
    expect(await server.program.ended).toBe(0);
    const next = await start(folder);
    expect(await finished(next, id)).toMatchObject({ state: 'succeeded', progress: { done: rowCount } });
    const times = timesKept(folder, id);
    expect(times).toEqual(times.map(() => 1));
    expect(await resultsOf(next, id)).toHaveLength(rowCount);
  });
});

describe('two servers over one folder', () => {
  it('share a job: each of its portions is kept once', async () => {
    const folder = countingFolder();
    const [first, second] = await Promise.all([start(folder), start(folder)]);
    const { id } = status(await handOver(first, body, { type }));
    expect(await finished(second, id)).toMatchObject({ state: 'succeeded', progress: { done: rowCount } });
    const times = timesKept(folder, id);
    expect(times).toEqual(times.map(() => 1));
    expect(await resultsOf(second, id)).toEqual(await resultsOf(first, id));
  });
});
