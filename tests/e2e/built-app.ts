/** The app, built for a test: with the small fixture models, and under a name that makes it a version of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const built = new Map<string, Promise<string>>();

/** The folder of the build of this name, made at the first call. */
export function builtApp(name: string): Promise<string> {
  const known = built.get(name);
  if (known !== undefined) return known;
  const made = build(name);
  built.set(name, made);
  return made;
}

async function build(name: string): Promise<string> {
  const folder = fileURLToPath(new URL(`node_modules/.cache/e2e/${name}`, root));
  const vite = fileURLToPath(new URL('node_modules/vite/bin/vite.js', root));
  const parameters = [vite, 'build', '--logLevel', 'warn', '--outDir', folder, '--emptyOutDir'];
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
  return folder;
}
