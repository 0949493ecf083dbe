/** What a bench makes before it measures, kept in a folder for the next time. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const rootDir = fileURLToPath(new URL('../..', import.meta.url));
export const benchDir = join(rootDir, 'tests/bench');
export const cacheDir = join(rootDir, 'node_modules/.cache/undertone-bench');

/** Runs a command to its end; what it prints goes to standard error, since standard output is for the table. */
export function execute(command: string, parameters: readonly string[], cwd: string): void {
  const shell = process.platform === 'win32' && command === 'npm';
  const { status } = spawnSync(command, parameters, { cwd, shell, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`This failed: ${[command, ...parameters].join(' ')}`);
}

/** Makes a folder unless the last time was from the same things. */
export async function unlessMade(
  folder: string,
  madeFrom: string,
  make: () => Promise<void> | void,
): Promise<void> {
  const stamp = join(folder, '.made-from');
  if ((await readFile(stamp, 'utf8').catch(() => null)) === madeFrom) return;
  await rm(stamp, { force: true });
  await make();
  await mkdir(folder, { recursive: true });
  await writeFile(stamp, madeFrom);
}

/** A hash over files, and over all files of folders. */
export function fingerprint(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).toSorted()) add(join(path, name));
    } else {
      hash.update(path).update('\0').update(readFileSync(path)).update('\0');
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
