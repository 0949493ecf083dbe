/** Builds `sw.js` with the list of the files it keeps: a short stand-in for a plugin with three hundred dependencies. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { listFiles } from './list-files.ts';

/** Kept for offline use: the app, its icons, and what the models say of themselves; never the weights. */
const keptPattern =
  /^(?:index\.html|manifest\.webmanifest|assets\/.+|icons\/.+|weights\/registry\.json|weights\/.+\/manifest\.json)$/;
/** Names under `assets/` carry a hash of their content. */
const hashedPattern = /^assets\//;

/**
 * @param root the repository's folder
 * @param distDir the finished build
 * @param target browsers to write for, as in the build itself
 */
export async function buildServiceWorker(root: string, distDir: string, target: string[]): Promise<void> {
  const names = (await listFiles(distDir)).filter((name) => keptPattern.test(name));
  const entries = await Promise.all(
    names.map(async (url) => ({
      url,
      revision: hashedPattern.test(url) ? null : await hashOf(distDir, url),
    })),
  );
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: {
      __PRECACHE__: JSON.stringify(entries),
      'process.env.NODE_ENV': JSON.stringify('production'),
    },
    build: {
      target,
      outDir: distDir,
      emptyOutDir: false,
      lib: {
        entry: join(root, 'workers/service-worker.ts'),
        name: 'serviceWorker',
        formats: ['iife'],
        fileName: () => 'sw.js',
      },
    },
  });
}

async function hashOf(distDir: string, name: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(distDir, name)))
    .digest('hex')
    .slice(0, 16);
}
