/** `npm start`: builds the page unless the last build is newer than everything it is made from, then serves it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the build reads, besides the code of the build itself. */
const sources = ['index.html', 'package-lock.json', 'vite.config.ts', 'models', 'public', 'src', 'workers'];

const built = join(root, 'dist', 'index.html');

function newestChangeMs(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  const changes = readdirSync(path)
    .filter((name) => !name.startsWith('.'))
    .map((name) => newestChangeMs(join(path, name)));
  return Math.max(entry.mtimeMs, ...changes);
}

function isBuilt(): boolean {
  if (!existsSync(built)) return false;
  const builtMs = statSync(built).mtimeMs;
  return sources
    .map((name) => join(root, name))
    .filter((path) => existsSync(path))
    .every((path) => newestChangeMs(path) <= builtMs);
}

if (!isBuilt())
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
await import('../server/main.ts');
