/**
 * `npm run test:node22`: the suites of the core and of the server on a later Node than the oldest that is supported.
 * The binary comes from the registry's package for this machine, once. What follows on the command line goes to vitest.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '22.23.3';
const root = fileURLToPath(new URL('..', import.meta.url));
const isWindows = process.platform === 'win32';
/** What depends on the Node it runs on; house rules and the training pipeline do not. */
const suites = ['tests/unit', 'tests/server', 'tests/contract'];
/** Of the page alone, which no Node runs: its tests have been through Node once, and through a browser. */
const ofPage = 'tests/unit/{engine,files,models,read,review,settings}/**';

function run(command: string, parameters: readonly string[], environment = process.env): number {
  const { status } = spawnSync(command, parameters, {
    cwd: root,
    stdio: 'inherit',
    env: environment,
    shell: isWindows && command === 'npm',
  });
  return status ?? 1;
}

/** Path of the binary, which is installed unless it is there. */
function otherNode(): string {
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
  const folder = join(root, 'node_modules/.cache/other-node', version);
  const binary = join(folder, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
  if (run('npm', ['install', ...flags, '--prefix', folder, `${name}@${version}`]) !== 0) {
    throw new Error(`Node ${version} could not be installed. Is the package registry within reach?`);
  }
  return binary;
}

const binary = otherNode();
const path = [dirname(binary), process.env['PATH']].join(delimiter);
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const projects = ['unit', 'server', 'server-alone'].flatMap((name) => ['--project', name]);
const chosen = [...projects, '--exclude', ofPage, ...suites];
process.exitCode = run(binary, [vitest, 'run', ...chosen, ...process.argv.slice(2)], {
  ...process.env,
  PATH: path,
});
