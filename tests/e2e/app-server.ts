/** A server of the built app for one test: on a port of its own, under a path of its own, and gone when it should be. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface AppServer {
  /** The app's base, with a slash at its end. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts the server under `basePath`, which begins and ends with a slash; resolves when it listens.
 *
 * @param environment beside that of this process
 */
export async function startAppServer(
  basePath: string,
  environment: Record<string, string> = {},
): Promise<AppServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'undertone-e2e-'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      ...process.env,
      UNDERTONE_PORT: '0',
      UNDERTONE_METRICS_PORT: '0',
      UNDERTONE_BASE_PATH: basePath,
      UNDERTONE_DATA_DIR: dataDir,
      // The pages have the processors to themselves as far as can be.
      UNDERTONE_PROCESSES: '1',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  child.stdout.setEncoding('utf8');
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (piece: string) => {
      output += piece;
      const found = /https?:\/\/\S+(?=\s)/.exec(output);
      if (found !== null) resolve(found[0]);
    });
    child.once('exit', () => reject(new Error('The server ended before it listened.')));
  });
  return {
    url: address.endsWith('/') ? address : `${address}/`,
    async stop() {
      // Without the moment that a balancer is given to look elsewhere.
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      await ended;
      await rm(dataDir, { recursive: true });
    },
  };
}
