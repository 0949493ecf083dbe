/** A server as a process of its own, with the tiny model, for load. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createShortTexts } from '../../bench/texts.ts';
import { ask } from '../ask.ts';
import { fixtureModelsDir } from '../fixture-models.ts';
import { runProgram } from '../run-program.ts';
import { pause } from './load.ts';

export interface LoadServer {
  readonly port: number;
  readonly processId: number;
  /** Ends it at once; what it kept goes with it. */
  end(): Promise<void>;
}

const differentBodies = 100;
const lookEveryMs = 50;
const longestStartMs = 100_000;

/** @param environment besides a port of the system's choice, a folder of its own and a cache that is off */
export async function startLoadServer(environment: Record<string, string> = {}): Promise<LoadServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'undertone-load-'));
  const { child, written, ended } = runProgram('main.ts', [], {
    environment: {
      UNDERTONE_PORT: '0',
      UNDERTONE_PAGE: 'off',
      UNDERTONE_MODELS_DIR: fixtureModelsDir,
      UNDERTONE_DATA_DIR: dataDir,
      UNDERTONE_CACHE_ENTRIES: '0',
      ...environment,
    },
  });
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  const endsEarly = ended.then(() => {
    throw new Error(`The server ended. ${written.stderr}`);
  });
  const isReady = async (): Promise<number> => {
    for (let waitedMs = 0; waitedMs < longestStartMs; waitedMs += lookEveryMs) {
      const port = Number(/^http:\/\/localhost:(\d+)/.exec(written.stdout)?.[1] ?? 0);
      if (port !== 0 && (await ask(port, '/v1/health')).status === 200) return port;
      await pause(lookEveryMs);
    }
    throw new Error(`The server is not ready. ${written.stderr}`);
  };
  try {
    const port = await Promise.race([isReady(), endsEarly]);
    return { port, processId: child.pid ?? 0, end };
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

/** Bodies for `v1/analyze`, of so many sentences each, round and round: without a cache nothing is remembered. */
export function* createBodies(sentences: number): Generator<string, never> {
  const all = createShortTexts(sentences * differentBodies);
  const bodies = Array.from({ length: differentBodies }, (_, i) =>
    JSON.stringify({ text: all.slice(i * sentences, (i + 1) * sentences).join(' ') }),
  );
  for (;;) yield* bodies;
}
