/** Servers whose model is changed one after another, or all at once: a job is read by the model it was handed over to. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fixtureModelsDir } from './fixture-models.ts';
import { finished, get, handOver, lines, manyRows, status } from './jobs-asking.ts';
import { killNode, startNode } from './node-program.ts';
import type { Node } from './node-program.ts';
import { startRedis } from './redis-server.ts';
import type { RedisServer } from './redis-server.ts';
import { until } from './until.ts';

const type = 'application/x-ndjson';
const longRows = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) => `${JSON.stringify({ text: `On day ${i} the room was lovely. `.repeat(50) })}\n`,
  ).join('');
/** Enough for a job to last until a server has come or gone. */
const rowCount = 3000;
/** How long a job waits for a server with its model: longer than one takes to start on a busy machine. */
const modelWaitSeconds = 120;

let redis: RedisServer;
let folder: string;
let otherModelsDir: string;
const nodes: Node[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'undertone-models-'));
  otherModelsDir = join(folder, 'models');
  cpSync(fixtureModelsDir, otherModelsDir, { recursive: true });
  const registry = join(otherModelsDir, 'registry.json');
  const changed = readFileSync(registry, 'utf8').replace('"default": "tiny-1"', '"default": "tiny-2"');
  writeFileSync(registry, changed);
  redis = await startRedis();
});
afterEach(async () => {
  for (const node of nodes.splice(0)) await killNode(node);
});
afterAll(async () => {
  await redis.close();
  rmSync(folder, { recursive: true });
});

async function start(modelsDir: string, redisUrl = redis.url): Promise<Node> {
  const node = await startNode({
    dataDir: join(folder, 'data'),
    redisUrl,
    environment: {
      UNDERTONE_MODELS_DIR: modelsDir,
      UNDERTONE_MODEL_WAIT_SECONDS: String(modelWaitSeconds),
    },
  });
  nodes.push(node);
  return node;
}

async function stop(node: Node): Promise<void> {
  nodes.splice(nodes.indexOf(node), 1);
  await killNode(node);
}

const doneRows = async (node: Node, id: string): Promise<number> => status(await get(node, id)).progress.done;

/** Nobody has waited that long here: Redis is told that it has, for every model that it has heard of. */
async function waitOut(): Promise<void> {
  for (const heard of await redis.client.keys('undertone:model:*')) {
    const leftMs = await redis.client.pttl(heard);
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(modelWaitSeconds * 1000);
    await redis.client.pexpire(heard, 1);
  }
}

/** Of the first page. */
async function failedRows(node: Node, id: string): Promise<unknown[]> {
  return lines(await get(node, `${id}/results`)).filter(({ result }) => result.kind === 'failed');
}

describe('several servers around one Redis', () => {
  it('leave a job to those with its model while one after another is changed', async () => {
    const old = await start(fixtureModelsDir);
    const changed = await start(otherModelsDir);
    const count = rowCount / 5;
    const { id, model } = status(await handOver(old, longRows(count), { type }));
    const newer = status(await handOver(changed, manyRows(300), { type }));
    expect(newer.model?.sha256).not.toBe(model?.sha256);
    expect(await finished(changed, newer.id)).toMatchObject({ state: 'succeeded', model: newer.model });
    await until(async () => {
      expect(status(await get(changed, id))).toMatchObject({
        state: 'succeeded',
        progress: { done: count, failed: 0 },
        model,
      });
    });
    expect(await failedRows(changed, id)).toEqual([]);
  });

  it('wait for one with the model of a job, and end it only when none has come for a while', async () => {
    const old = await start(fixtureModelsDir);
    const changed = await start(otherModelsDir);
    const { id } = status(await handOver(old, longRows(rowCount), { type }));
    await until(async () => expect(await doneRows(changed, id)).toBeGreaterThan(0));
    await stop(old);
    const back = await start(fixtureModelsDir);
    const doneBefore = await doneRows(changed, id);
    expect(doneBefore).toBeLessThan(rowCount);
    await until(async () => expect(await doneRows(changed, id)).toBeGreaterThan(doneBefore));
    await stop(back);
    const done = await doneRows(changed, id);
    expect(done).toBeLessThan(rowCount);
    expect(status(await get(changed, id)).state).toBe('running');
    await waitOut();
    const end = await until(async () => {
      const found = status(await get(changed, id));
      expect(found.state).toBe('failed');
      return found;
    });
    expect(end).toMatchObject({ error: { code: 'model-unavailable' }, progress: { done, failed: 0 } });
  });
});

describe('several servers around one data folder', () => {
  it('leave a job to those with its model', async () => {
    const old = await start(fixtureModelsDir, '');
    const changed = await start(otherModelsDir, '');
    const { id, model } = status(await handOver(old, longRows(rowCount / 5), { type }));
    const newer = status(await handOver(changed, manyRows(300), { type }));
    expect(await finished(changed, newer.id)).toMatchObject({ state: 'succeeded', model: newer.model });
    expect(await finished(changed, id)).toMatchObject({ state: 'succeeded', model });
  });
});

describe('a server by itself', () => {
  it('ends a job of the model that it had before, and reads none of it with another', async () => {
    const old = await start(fixtureModelsDir, '');
    const { id } = status(await handOver(old, longRows(rowCount), { type }));
    await until(async () => expect(await doneRows(old, id)).toBeGreaterThan(0));
    await stop(old);
    const changed = await start(otherModelsDir, '');
    const end = await finished(changed, id);
    expect(end).toMatchObject({ state: 'failed', error: { code: 'model-unavailable' } });
    expect(end.progress.done).toBeLessThan(rowCount);
    expect(await failedRows(changed, id)).toEqual([]);
  });
});
