/** Three servers around one Redis: what is true on one is true on all, and one that is killed takes nothing with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/contracts/analysis';
import { isFinished } from '#core/contracts/jobs';
import type { JobResult } from '#core/contracts/jobs';
import { runKeyCommand } from '../../server/services/keys/key-commands.ts';
import { ask, post } from './ask.ts';
import type { Answer } from './ask.ts';
import { get, handOver, json, lines, status } from './jobs-asking.ts';
import { killNode, startNode as startNodeOf } from './node-program.ts';
import type { Node } from './node-program.ts';
import { dumpOf, monitorRedis, startRedis } from './redis-server.ts';
import type { RedisServer } from './redis-server.ts';
import { until } from './until.ts';

/** In every text, and in no other word that a server knows. */
const mark = 'zyzzyva';
const rowCount = 6000;
const type = 'application/x-ndjson';
/** A portion whose server has ended is missed after a quarter of a minute, and then read with the rest. */
const takeOverMs = 150_000;

let redis: RedisServer;
let folder: string;
let nodes: Node[];
let limitedKey: string;
/** Everything that any of them asked of Redis. */
let monitor: {
  readonly socket: Socket;
  readonly hasSeenMark: () => boolean;
  readonly commands: () => number;
};

const startNode = (name: string): Promise<Node> =>
  startNodeOf({
    dataDir: join(folder, name),
    redisUrl: redis.url,
    environment: { UNDERTONE_KEYS_FILE: join(folder, 'keys.json') },
  });

async function startMonitor(): Promise<typeof monitor> {
  let tail = '';
  let hasSeenMark = false;
  let commands = 0;
  const socket = await monitorRedis(redis, (text) => {
    commands += text.split('\n').length - 1;
    hasSeenMark ||= (tail + text).includes(mark);
    tail = text.slice(-mark.length);
  });
  return { socket, hasSeenMark: () => hasSeenMark, commands: () => commands };
}

async function hasMark(): Promise<boolean> {
  const kept = await dumpOf(redis);
  expect(kept.length).toBeGreaterThan(0);
  return kept.includes(mark);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'undertone-nodes-'));
  const keyArguments = ['create', '--name', 'limited', '--scopes', 'analyze', '--tokens-per-minute', '60'];
  ({ output: limitedKey } = await runKeyCommand(keyArguments, join(folder, 'keys.json')));
  // Dumps of small lists and hashes are packed unless they are told not to be.
  redis = await startRedis({ rdbcompression: 'no' });
  monitor = await startMonitor();
  nodes = await Promise.all(['one', 'two', 'three'].map(startNode));
});
afterAll(async () => {
  monitor.socket.destroy();
  for (const each of nodes) await killNode(each);
  await redis.close();
  rmSync(folder, { recursive: true });
});

const node = (place: number): Node => nodes[place] ?? expect.unreachable();

const read = ({ port }: Node, text: string, headers: Record<string, string> = {}): Promise<Answer> =>
  post(port, '/tone/v1/analyze', { text }, headers);
const cacheOf = ({ headers }: Answer): string | undefined =>
  /cache;desc=(\w+)/.exec(String(headers['server-timing']))?.[1];

describe('three servers around one Redis', () => {
  it('remember readings for each other', async () => {
    const text = `The ${mark} was lovely.`;
    const first = await read(node(0), text);
    expect([first.status, cacheOf(first)]).toEqual([200, 'miss']);
    const again = await until(async () => {
      const answer = await read(node(1), text);
      expect(cacheOf(answer)).toBe('hit');
      return answer;
    });
    const [a, b] = [first, again].map((answer) => analysis.parse(json(answer)));
    expect(b?.probabilities).toEqual(a?.probabilities);
    expect(b?.id).not.toBe(a?.id);
  });

  it('hold a caller to one share on all of them', async () => {
    const headers = { authorization: `Bearer ${limitedKey}` };
    const text = `A ${mark} of many words: ${'and then it went on and on '.repeat(15)}`;
    expect((await read(node(0), text, headers)).status).toBe(200);
    for (const { port } of nodes) {
      const refused = await until(async () => {
        const answer = await post(port, '/tone/v1/analyze', { text: 'Short.' }, headers);
        expect(answer.status).toBe(429);
        return answer;
      });
      expect(json(refused)).toMatchObject({ code: 'rate-limited' });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await read(node(1), 'Others are not held to it.')).status).toBe(200);
  });

  it(
    'lose no request and no row when one of them is killed under load',
    { timeout: 2 * takeOverMs },
    async () => {
      const body = Array.from(
        { length: rowCount },
        (_, i) =>
          `${JSON.stringify({ id: `row ${i}`, text: `The ${mark} of day ${i} was lovely, but cold.` })}\n`,
      ).join('');
      const { id } = status(await handOver(node(0), body, { type }));
      const stream = ask(node(2).port, `/tone/v1/jobs/${id}/events`);

      const over = new AbortController();
      let wasKilled = false;
      const outcomes = { answered: 0, brokenOn: new Set<number>(), brokenBefore: 0 };
      /** As a careful client does: asks the next server when one breaks off. */
      async function patientReader(number: number): Promise<void> {
        for (let i = 0; !over.signal.aborted; i += 1) {
          const text = `Guest ${number} found the ${mark} ${i} lovely.`;
          for (let place = (number + i) % nodes.length; ; place = (place + 1) % nodes.length) {
            const answer = await read(node(place), text).catch(() => undefined);
            if (answer === undefined) {
              outcomes.brokenOn.add(place);
              if (!wasKilled) outcomes.brokenBefore += 1;
              continue;
            }
            expect(answer.status).toBe(200);
            expect(analysis.parse(json(answer)).input.characters).toBe(text.length);
            outcomes.answered += 1;
            break;
          }
        }
      }
      const readers = Promise.all([0, 1, 2, 3, 4, 5].map(patientReader));

      await until(async () => {
        expect(status(await get(node(1), id)).progress.done).toBeGreaterThan(rowCount / 10);
      });
      const atTheKill = status(await get(node(1), id)).progress.done;
      expect(atTheKill).toBeLessThan(rowCount);
      expect(await hasMark()).toBe(false);
      wasKilled = true;
      await killNode(node(0));

      const ended = await until(async () => {
        const found = status(await get(node(1), id));
        expect(isFinished(found.state)).toBe(true);
        return found;
      }, takeOverMs);
      over.abort();
      await readers;
      expect(ended).toMatchObject({
        state: 'succeeded',
        progress: { total: rowCount, done: rowCount, failed: 0 },
      });
      expect(outcomes.brokenBefore).toBe(0);
      expect([...outcomes.brokenOn]).toEqual([0]);
      expect(outcomes.answered).toBeGreaterThan(20);
      expect(status(await get(node(2), id))).toEqual({ ...ended, etaMs: null });

      for (const place of [1, 2]) {
        const results = await resultsOf(node(place), id);
        expect(results.map(({ index }) => index)).toEqual(Array.from({ length: rowCount }, (_, i) => i));
        expect(results.every((result, i) => result.id === `row ${i}`)).toBe(true);
        expect(results.filter(({ result }) => result.kind === 'failed')).toEqual([]);
      }
      const events = (await stream).body.toString();
      expect(events).toContain('succeeded');
      expect(events).toContain(id);
    },
  );

  it('leave no word of a text in Redis, nor ever sent one there', async () => {
    const feedback = await post(node(1).port, '/tone/v1/feedback', {
      resultId: 'an_1',
      model: { name: 'Undertone', version: '1.0.0', sha256: 'abc' },
      predicted: { label: 'positive', confidence: 0.5 },
      corrected: { label: 'negative' },
      text: `This ${mark} was not meant well.`,
      consent: { storeText: true, train: true },
    });
    expect(feedback.status).toBeLessThan(300);
    expect(await hasMark()).toBe(false);
    expect(monitor.commands()).toBeGreaterThan(100);
    expect(monitor.hasSeenMark()).toBe(false);
    // The same look finds one that is there.
    await redis.client.hset('a key', 'a field', `the ${mark} of the test`);
    expect(await hasMark()).toBe(true);
    await until(() => expect(monitor.hasSeenMark()).toBe(true));
    await redis.client.del('a key');
  });

  it('say that they are not ready while Redis is away, go on reading, and come back with it', async () => {
    await redis.kill();
    await until(async () => {
      const said = json(await ask(node(1).port, '/tone/readyz'));
      expect(said).toEqual({ status: 'failed', failing: ['storage'] });
    });
    expect((await ask(node(1).port, '/tone/livez')).status).toBe(200);
    expect((await read(node(1), `Once more a ${mark}.`)).status).toBe(200);
    const refused = await handOver(node(1), '{"text": "One."}', { type });
    expect([refused.status, json(refused)]).toEqual([
      503,
      expect.objectContaining({ code: 'storage-unavailable' }),
    ]);
    await redis.restart();
    await until(async () => expect((await ask(node(1).port, '/tone/readyz')).status).toBe(200));
    const { id } = status(await handOver(node(1), '{"text": "One."}', { type }));
    await until(async () => expect(status(await get(node(2), id)).state).toBe('succeeded'));
  });
});

async function resultsOf(asked: Node, id: string): Promise<JobResult[]> {
  const results: JobResult[] = [];
  let path: string | undefined = `${id}/results`;
  while (path !== undefined) {
    const page = await get(asked, path);
    results.push(...lines(page));
    path = /v1\/jobs\/(.+)>/.exec(String(page.headers['link'] ?? ''))?.[1];
  }
  return results;
}
