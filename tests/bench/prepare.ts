/** Builds what is measured: the product, a page around its engine, and the rival with its own packages. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import type { Manifest } from '../../src/core/contracts/manifest.ts';
import { copyModelFiles } from '../../scripts/vite/model-files.ts';
import { precompress } from '../../scripts/vite/precompress.ts';
import { modelsDir, readDefaultModel } from './default-model.ts';
import { benchDir, cacheDir, execute, fingerprint, rootDir, unlessMade } from './made-once.ts';
import { writeModelTexts, writeModelWeights } from './rival-model/model-files.ts';

const rivalDir = join(benchDir, 'rival');

export interface Prepared {
  readonly manifest: Manifest;
  /** Content of the model's vocabulary file. */
  readonly vocabulary: string;
  /** Folders to serve. */
  readonly oursDir: string;
  readonly rivalDir: string;
}

/**
 * Builds everything; what has not changed since the last time is kept.
 *
 * @throws Error when a build or an installation fails
 */
export async function prepare(): Promise<Prepared> {
  const { manifest, folder } = await readDefaultModel();
  const vocabulary = await readFile(join(folder, manifest.files.vocabulary.name), 'utf8');

  execute('npm', ['run', 'build'], rootDir);

  const oursDir = join(cacheDir, 'ours');
  await build({
    root: join(benchDir, 'ours'),
    configFile: false,
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: oursDir, emptyOutDir: true, assetsInlineLimit: 0, target: 'es2023' },
  });
  await copyModelFiles(modelsDir, join(oursDir, 'weights'));

  await unlessMade(join(rivalDir, 'node_modules'), fingerprint([join(rivalDir, 'package-lock.json')]), () => {
    // Its runtime for Node wants to download more when it is installed; a browser does not need it.
    const flags = ['--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
    execute('npm', ['ci', ...flags], rivalDir);
  });
  const servedRivalDir = join(cacheDir, 'rival');
  const sources = [
    'index.html',
    'package-lock.json',
    'vite.config.js',
    'src',
    '../rival-model',
    '../random.ts',
  ];
  const madeFrom = fingerprint([
    ...sources.map((name) => join(rivalDir, name)),
    join(folder, manifest.files.vocabulary.name),
  ]);
  await unlessMade(servedRivalDir, madeFrom, async () => {
    const vite = join(rivalDir, 'node_modules/vite/bin/vite.js');
    execute(process.execPath, [vite, 'build', '--outDir', servedRivalDir, '--emptyOutDir'], rivalDir);
    const modelDir = join(servedRivalDir, 'models/distilbert-shaped');
    await writeModelTexts(modelDir, vocabulary);
    await precompress(servedRivalDir);
    // Last, since weights are served as they are.
    await writeModelWeights(modelDir);
  });

  return { manifest, vocabulary, oursDir, rivalDir: servedRivalDir };
}
