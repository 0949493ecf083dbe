/** One of several servers around a Redis, as a process of its own, under `/tone/`. */
import { expect } from 'vitest';
import { ask } from './ask.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { runProgram } from './run-program.ts';
import type { Program } from './run-program.ts';
import { until } from './until.ts';

export interface Node {
  readonly program: Program;
  readonly port: number;
}

export interface NodeOptions {
  readonly dataDir: string;
  readonly redisUrl: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** It is ready to read. */
export async function startNode({ dataDir, redisUrl, environment = {} }: NodeOptions): Promise<Node> {
  const program = runProgram('main.ts', [], {
    environment: {
      UNDERTONE_PORT: '0',
      UNDERTONE_PAGE: 'off',
      UNDERTONE_BASE_PATH: '/tone/',
      UNDERTONE_PROCESSES: '1',
      UNDERTONE_MODELS_DIR: fixtureModelsDir,
      UNDERTONE_DATA_DIR: dataDir,
      UNDERTONE_REDIS_URL: redisUrl,
      UNDERTONE_SECRET: 'a secret of the test, the same for all of them',
      ...environment,
    },
  });
  const port = await until(() => {
    const address = /^http:\/\/localhost:(\d+)/.exec(program.written.stdout);
    if (!address) throw new Error(`No address yet. ${program.written.stderr}`);
    return Number(address[1]);
  });
  await until(async () => expect((await ask(port, '/tone/readyz')).status).toBe(200));
  return { program, port };
}

export async function killNode({ program }: Node): Promise<void> {
  program.child.kill('SIGKILL');
  await program.ended;
}
