/** Inference processes that are killed under load: every caller gets an answer, from another process if need be. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { loadClosed, pause } from './load.ts';
import { createBodies, startLoadServer } from './load-server.ts';
import { inferenceProcesses } from './process-tree.ts';

const sentences = 40;
const connections = 8;
const kills = 4;
const betweenKillsMs = 500;
const longestMs = 100_000;

it('no request is lost with its process', async () => {
  const server = await startLoadServer({
    UNDERTONE_PROCESSES: '2',
    UNDERTONE_MAX_WAIT_MS: '600000',
    UNDERTONE_DEADLINE_MS: '600000',
  });
  onTestFinished(() => server.end());
  const target = { port: server.port, path: '/v1/analyze' };
  const bodies = createBodies(sentences);
  const over = new AbortController();
  function* untilOver(): Generator<string> {
    while (!over.signal.aborted) yield bodies.next().value;
  }
  const started = inferenceProcesses(server.processId);
  const load = loadClosed(target, { connections, durationMs: longestMs, bodies: untilOver() });
  const killed = new Set<number>();
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(betweenKillsMs);
      const victim = await vi.waitFor(
        () => {
          // A text is given up with its second process: they die one after another, never all at once.
          const processes = inferenceProcesses(server.processId);
          const alive = processes.find((id) => !killed.has(id));
          if (alive === undefined || processes.length < started.length) throw new Error('None yet.');
          return alive;
        },
        { timeout: longestMs, interval: 50 },
      );
      killed.add(victim);
      process.kill(victim, 'SIGKILL');
    }
    await pause(betweenKillsMs);
  } finally {
    over.abort();
  }
  const { outcomes } = await load;
  expect(killed.size).toBe(kills);
  expect(outcomes.length).toBeGreaterThan(kills);
  expect(outcomes.filter(({ status }) => status !== 200)).toEqual([]);
});
