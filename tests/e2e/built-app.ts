/** The app, built for a test: with the small fixture models, and under a name that makes it a version of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rename, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
/** Emptied when a run of the journeys begins. */
export const buildsFolder: string = fileURLToPath(new URL('node_modules/.cache/e2e', root));
const lookAgainMs = 200;

/** The folder of the build of this name, made once for all the processes that run journeys side by side. */
export async function builtApp(name: string): Promise<string> {
  const folder = `${buildsFolder}/${name}`;
  const claim = `${folder}.claim`;
  await mkdir(buildsFolder, { recursive: true });
  while (!existsSync(folder)) {
    if (!(await claims(claim))) {
      await sleep(lookAgainMs);
      continue;
    }
    try {
      if (!existsSync(folder)) await build(name, folder);
    } finally {
      await rmdir(claim);
    }
  }
  return folder;
}

/** Makes the folder by which one process alone builds; false where another has made it. */
async function claims(claim: string): Promise<boolean> {
  try {
    await mkdir(claim);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
}

async function build(name: string, folder: string): Promise<void> {
  const unfinished = `${folder}.part`;
  const vite = fileURLToPath(new URL('node_modules/vite/bin/vite.js', root));
  const parameters = [vite, 'build', '--logLevel', 'warn', '--outDir', unfinished, '--emptyOutDir'];
  const child = spawn(process.execPath, parameters, {
    cwd: fileURLToPath(root),
    env: {
      ...process.env,
      UNDERTONE_BUILD_NAME: name,
      UNDERTONE_MODELS_DIR: fileURLToPath(new URL('models/fixtures', root)),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The build "${name}" failed.`);
  await rename(unfinished, folder);
}
