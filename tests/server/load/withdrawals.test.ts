/** Callers who leave before they are answered: nothing is read for them, so those who come next do not pay. */
import { expect, it, onTestFinished } from 'vitest';
import { createRandom } from '../../../models/training/random.ts';
import { Connections } from './connections.ts';
import { goodput, loadClosed, pause } from './load.ts';
import { createBodies, startLoadServer } from './load-server.ts';

/** A text of so many takes so long that reading all that are withdrawn would outlast the run behind them. */
const longSentences = 500;
const withdrawn = 300;
const mostStayMs = 100;
const sentences = 40;
const connections = 8;
const measureMs = 3000;
/** The run behind would get a two-hundredth while withdrawn texts are read; other work of the machine takes less. */
const leastShareOfBefore = 1 / 30;
const seed = 165;

it('a storm of withdrawn requests leaves nothing behind', async () => {
  // Nobody is refused: what is withdrawn has to be dropped after it was let in.
  const server = await startLoadServer({ UNDERTONE_MAX_WAIT_MS: '600000', UNDERTONE_DEADLINE_MS: '600000' });
  onTestFinished(() => server.end());
  const target = { port: server.port, path: '/v1/analyze' };
  const bodies = createBodies(sentences);
  await loadClosed(target, { connections, durationMs: measureMs / 3, bodies });
  const before = await loadClosed(target, { connections, durationMs: measureMs, bodies });

  const random = createRandom(seed);
  const storm = new Connections(target);
  const bodiesOfStorm = createBodies(longSentences);
  const long = Array.from({ length: withdrawn }, () => bodiesOfStorm.next().value);
  const outcomes = await Promise.all(
    long.map(async (body, i) => {
      await pause((i / withdrawn) * measureMs);
      return storm.send(body, AbortSignal.timeout(Math.ceil(random() * mostStayMs)));
    }),
  );
  storm.close();
  const left = outcomes.filter(({ status }) => status === 0);
  expect(left.length).toBeGreaterThan(withdrawn / 2);

  const after = await loadClosed(target, { connections, durationMs: measureMs, bodies });
  for (const { outcomes: answers } of [before, after]) {
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  }
  expect(goodput(after)).toBeGreaterThan(goodput(before) * leastShareOfBefore);
});
