/**
 * Our server as it is started for programs, with its defaults but for the port, a folder of its own, and a queue that is as
 * long as callers make it: the seed's refuses nobody.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelsDir } from '../default-model.ts';
import { rootDir } from '../made-once.ts';
import { startArm } from './arm.ts';
import type { Arm } from './arm.ts';

/** Inference processes of one thread each. */
export const ourProcesses = availableParallelism();

const longestWaitMs = '600000';

export async function startOurs(): Promise<Arm> {
  const dataDir = await mkdtemp(join(tmpdir(), 'undertone-bench-'));
  return startArm({
    command: process.execPath,
    parameters: ['--import', 'tsx', 'server/main.ts'],
    workingDir: rootDir,
    environment: {
      UNDERTONE_PORT: '0',
      UNDERTONE_PAGE: 'off',
      UNDERTONE_MODELS_DIR: modelsDir,
      UNDERTONE_DATA_DIR: dataDir,
      UNDERTONE_MAX_WAIT_MS: longestWaitMs,
      UNDERTONE_DEADLINE_MS: longestWaitMs,
      UNDERTONE_PROCESSES: String(ourProcesses),
    },
    listening: /^http:\/\/localhost:(\d+)/m,
    path: '/v1/analyze',
    onEnd: () => rm(dataDir, { recursive: true, force: true }),
  });
}
