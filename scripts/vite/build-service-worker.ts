/** Builds `sw.js` with the list of the files it keeps and their hashes. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import type { KeptFile, KeptGroup } from '../../src/core/contracts/service-worker.ts';
import { listFiles } from './list-files.ts';

/** Kept for offline use: the app, its icons, and what the models say of themselves; never the weights. */
const keptPattern =
  /^(?:index\.html|manifest\.webmanifest|assets\/.+|icons\/.+|weights\/registry\.json|weights\/.+\/manifest\.json)$/;
/** What only one way of reading needs: its runtime and the workers it runs in. The first that fits counts. */
const groupPatterns: readonly [RegExp, KeptGroup][] = [
  [/\/own-model[^/]*\.worker-[^/]+\.js$/, 'own-model'],
  [/\.jspi-[^/]+\.wasm$|\/inference-gpu\.worker-[^/]+\.js$/, 'graphics'],
  [/\.wasm$|\.worker-[^/]+\.js$/, 'reader'],
];
const versionLength = 16;

/**
 * Writes the service worker, and beside it the one that takes its place when it has to go.
 *
 * @param root the repository's folder
 * @param distDir the finished build
 * @param target browsers to write for, as in the build itself
 */
export async function buildServiceWorker(root: string, distDir: string, target: string[]): Promise<void> {
  const paths = (await listFiles(distDir)).filter((path) => keptPattern.test(path)).toSorted();
  const files: KeptFile[] = await Promise.all(
    paths.map(async (path) => ({
      path,
      sha256: sha256Of(await readFile(join(distDir, path))),
      group: groupPatterns.find(([pattern]) => pattern.test(path))?.[1] ?? 'app',
    })),
  );
  const list = JSON.stringify(files);
  const define = {
    __KEPT_FILES__: list,
    __VERSION__: JSON.stringify(sha256Of(list).slice(0, versionLength)),
  };
  await buildWorker('service-worker', 'sw.js', define);
  await buildWorker('service-worker-off', 'sw-off.js', {});

  async function buildWorker(entry: string, name: string, words: Record<string, string>): Promise<void> {
    await build({
      root,
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      define: words,
      build: {
        target,
        outDir: distDir,
        emptyOutDir: false,
        lib: {
          entry: join(root, `workers/${entry}.ts`),
          name: 'serviceWorker',
          formats: ['iife'],
          fileName: () => name,
        },
      },
    });
  }
}

function sha256Of(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
