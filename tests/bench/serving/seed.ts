/** The seed's service: made once with its pinned packages and random weights, started as its makers did. */
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { readDefaultModel } from '../default-model.ts';
import { benchDir, cacheDir, execute, fingerprint, unlessMade } from '../made-once.ts';
import { writeModelTexts } from '../rival-model/model-files.ts';
import { startArm } from './arm.ts';
import type { Arm } from './arm.ts';

const seedDir = join(benchDir, 'seed');
const environmentDir = join(cacheDir, 'seed-venv');
const modelDir = join(cacheDir, 'seed-model');
const inEnvironment = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
const python = join(environmentDir, inEnvironment);
const systemPython = process.platform === 'win32' ? 'python' : 'python3';
export const seedWorkers = 2;

/**
 * Some minutes and five gigabytes the first time: packages, and a model of DistilBERT's shape.
 *
 * @throws Error when something cannot be made
 */
export async function prepareSeed(): Promise<void> {
  const requirements = join(seedDir, 'requirements.txt');
  await unlessMade(environmentDir, fingerprint([requirements]), () => {
    execute(systemPython, ['-m', 'venv', '--clear', environmentDir], seedDir);
    // Wheels that are used once are not worth keeping.
    const flags = ['--quiet', '--no-cache-dir', '--disable-pip-version-check'];
    execute(python, ['-m', 'pip', 'install', ...flags, '-r', requirements], seedDir);
  });
  const { manifest, folder } = await readDefaultModel();
  const vocabularyPath = join(folder, manifest.files.vocabulary.name);
  const weightsScript = join(seedDir, 'make_weights.py');
  const madeFrom = fingerprint([requirements, weightsScript, vocabularyPath, join(benchDir, 'rival-model')]);
  await unlessMade(modelDir, madeFrom, async () => {
    // The same words as in our model, so that both arms read as many tokens.
    await writeModelTexts(modelDir, await readFile(vocabularyPath, 'utf8'));
    execute(python, [weightsScript, modelDir], seedDir);
  });
}

/** Two processes of one thread each. */
export function startSeed(): Promise<Arm> {
  const workers = ['--workers', String(seedWorkers), '--worker-class', 'sync'];
  return startArm({
    command: python,
    parameters: ['-m', 'gunicorn', ...workers, '--bind', '127.0.0.1:0', '--no-control-socket', 'service:app'],
    workingDir: seedDir,
    environment: {
      SEED_MODEL: modelDir,
      OMP_NUM_THREADS: '1',
      MKL_NUM_THREADS: '1',
      HF_HUB_OFFLINE: '1',
      PYTHONDONTWRITEBYTECODE: '1',
    },
    listening: /Listening at: http:\/\/127\.0\.0\.1:(\d+)/,
    path: '/api/analyze',
  });
}
