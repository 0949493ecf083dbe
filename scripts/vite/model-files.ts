/** The model files beside the app: served from the models folder in development, copied into the build. */
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { Manifest } from '../../src/core/contracts/manifest.ts';
import { manifest as manifestSchema, registry as registrySchema } from '../../src/core/contracts/manifest.ts';
import { packFile } from './pack-file.ts';

const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

/** Serves the models folder under `weights/` of the development server. */
export function serveModelFiles(modelsDir: string): Plugin {
  const root = resolve(modelsDir);
  return {
    name: 'undertone:model-files',
    configureServer(server) {
      server.middlewares.use('/weights', (request, response) => {
        void (async () => {
          const path = resolve(root, `.${new URL(request.url ?? '/', 'http://localhost').pathname}`);
          const found = path.startsWith(root + sep) ? await stat(path).catch(() => null) : null;
          if (!found?.isFile()) {
            response.writeHead(404).end();
            return;
          }
          const type = contentTypes[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
          response.writeHead(200, { 'content-type': type, 'content-length': found.size });
          createReadStream(path).pipe(response);
        })();
      });
    },
  };
}

/**
 * Copies the registry, and of every model it lists the manifest, the card and the files the manifest names; the weights
 * in a packed copy, too, which the manifest of the build names beside them.
 *
 * @param modelsDir the folder with `registry.json`
 * @param targetDir the `weights` folder of the build
 */
export async function copyModelFiles(modelsDir: string, targetDir: string): Promise<void> {
  const copy = async (path: string): Promise<void> => {
    const target = join(targetDir, path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(modelsDir, path), target);
  };
  const registry = registrySchema.parse(await readJson(join(modelsDir, 'registry.json')));
  await copy('registry.json');
  for (const model of registry.models) {
    const manifest = manifestSchema.parse(await readJson(join(modelsDir, model.manifest)));
    const folder = dirname(model.manifest);
    const weights = await packFile(manifest.files.weights, join(modelsDir, folder), join(targetDir, folder));
    const built: Manifest = { ...manifest, files: { ...manifest.files, weights } };
    await writeFile(join(targetDir, model.manifest), JSON.stringify(built));
    const names = Object.values(manifest.files).map((file) => file.name);
    await Promise.all(names.map((name) => copy(join(folder, name))));
    // Fixtures have no card, and not every card has a picture.
    for (const name of ['card.md', 'reliability.svg']) {
      await copy(join(folder, name)).catch(() => undefined);
    }
  }
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}
