/** Builds what is measured: the product, a page around its engine, and the rival with its own packages. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { manifest as manifestSchema, registry as registrySchema } from '../../src/core/contracts/manifest.ts';
import type { Manifest } from '../../src/core/contracts/manifest.ts';
import { copyModelFiles } from '../../scripts/vite/model-files.ts';
import { precompress } from '../../scripts/vite/precompress.ts';
import { writeModelTexts, writeModelWeights } from './rival-model/model-files.ts';

export const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const benchDir = join(rootDir, 'tests/bench');
const rivalDir = join(benchDir, 'rival');
const cacheDir = join(rootDir, 'node_modules/.cache/undertone-bench');
const modelsDir = process.env['UNDERTONE_MODELS_DIR'] ?? join(rootDir, 'models');

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

async function readDefaultModel(): Promise<{ manifest: Manifest; folder: string }> {
  const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  const registry = registrySchema.parse(await readJson(join(modelsDir, 'registry.json')));
  const entry = registry.models.find((model) => model.id === registry.default);
  if (entry === undefined) throw new Error(`The registry does not list its default, ${registry.default}.`);
  const manifestPath = join(modelsDir, entry.manifest);
  return { manifest: manifestSchema.parse(await readJson(manifestPath)), folder: dirname(manifestPath) };
}

/** Runs a command to its end; what it prints goes to standard error, since standard output is for the table. */
function execute(command: string, parameters: readonly string[], cwd: string): void {
  const shell = process.platform === 'win32' && command === 'npm';
  const { status } = spawnSync(command, parameters, { cwd, shell, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`This failed: ${[command, ...parameters].join(' ')}`);
}

/** Makes a folder unless the last time was from the same things. */
async function unlessMade(folder: string, madeFrom: string, make: () => Promise<void> | void): Promise<void> {
  const stamp = join(folder, '.made-from');
  if ((await readFile(stamp, 'utf8').catch(() => null)) === madeFrom) return;
  await rm(stamp, { force: true });
  await make();
  await mkdir(folder, { recursive: true });
  await writeFile(stamp, madeFrom);
}

/** A hash over files, and over all files of folders. */
function fingerprint(paths: readonly string[]): string {
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
