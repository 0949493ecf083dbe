/**
 * `npm run check`: every gate in order, quick ones first, also after one that fails, so that one run tells all there is
 * to mend; which ones failed is said at the end. The last line counts all of them: the tests of each suite, and one for
 * each other gate.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { findChromium } from '../tests/browser-path.ts';

interface Count {
  passed: number;
  failed: number;
}

interface Gate {
  name: string;
  /** A script of package.json. */
  script: string;
  parameters?: readonly string[];
  environment?: Record<string, string>;
  /** How many tests ran, from the report they wrote; without it the gate counts as one. */
  count?: () => Count;
  /** The gate that makes what this one looks at; where that one failed, this one has failed with it. */
  after?: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, 'node_modules', '.cache', 'check');

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

function readReport(path: string): unknown {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return content;
}

function vitestGate(name: string, script: string): Gate {
  const path = join(reports, `${name}.json`);
  return {
    name,
    script,
    parameters: ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`],
    count: () => {
      const report = vitestReport.parse(readReport(path));
      // A test that did not run has not passed.
      const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests;
      return { passed: report.numPassedTests, failed };
    },
  };
}

function playwrightGate(name: string, script: string): Gate {
  const path = join(reports, `${name}.json`);
  return {
    name,
    script,
    parameters: ['--reporter=list,json'],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: path },
    count: () => {
      const { stats } = playwrightReport.parse(readReport(path));
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
    },
  };
}

const gates: readonly Gate[] = [
  { name: 'format', script: 'format:check' },
  { name: 'lint', script: 'lint' },
  { name: 'types', script: 'typecheck' },
  { name: 'dead code', script: 'deadcode' },
  vitestGate('unit', 'test:unit'),
  vitestGate('server', 'test:server'),
  { name: 'build', script: 'build' },
  { name: 'size', script: 'size', after: 'build' },
  { ...playwrightGate('end to end', 'test:e2e'), after: 'build' },
  vitestGate('golden', 'test:golden'),
  vitestGate('node-22', 'test:node22'),
];

function run(gate: Gate): Count {
  process.stdout.write(`\n── ${gate.name} ──\n`);
  const { status } = spawnSync('npm', ['run', '--silent', gate.script, '--', ...(gate.parameters ?? [])], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...gate.environment },
    shell: process.platform === 'win32',
  });
  const succeeded = status === 0;
  if (gate.count === undefined) return { passed: Number(succeeded), failed: Number(!succeeded) };
  try {
    const counted = gate.count();
    return succeeded ? counted : { ...counted, failed: Math.max(counted.failed, 1) };
  } catch {
    process.stderr.write(`The ${gate.name} tests left no report.\n`);
    return { passed: 0, failed: 1 };
  }
}

function runAll(): Count {
  const total: Count = { passed: 0, failed: 0 };
  const failures = new Set<string>();
  for (const gate of gates) {
    // An older build may lie there, and would be taken for this one.
    const isInVain = gate.after !== undefined && failures.has(gate.after);
    const { passed, failed } = isInVain ? { passed: 0, failed: 1 } : run(gate);
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) failures.add(gate.name);
  }
  if (failures.size > 0) process.stdout.write(`\nFailed: ${[...failures].join(', ')}.\n`);
  return total;
}

function prepare(): void {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  // Before anything else, since it may have to be installed, and without it no run is complete.
  findChromium();
}

function main(): Count {
  try {
    prepare();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return { passed: 0, failed: 1 };
  }
  return runAll();
}

const { passed, failed } = main();
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
