import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from './ask.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { runProgram } from './run-program.ts';
import type { Program } from './run-program.ts';

const patience = { timeout: 60_000, interval: 50 };
let dataDir: string;
const programs: Program[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'undertone-figures-'));
});
afterEach(async () => {
  for (const { child, ended } of programs.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(dataDir, { recursive: true });
});

function start(environment: Record<string, string>): Program {
  const program = runProgram('main.ts', [], {
    environment: {
      UNDERTONE_PORT: '0',
      UNDERTONE_MODELS_DIR: fixtureModelsDir,
      UNDERTONE_DATA_DIR: dataDir,
      UNDERTONE_PROCESSES: '1',
      UNDERTONE_PAGE: 'off',
      UNDERTONE_LOG_LEVEL: 'info',
      ...environment,
    },
  });
  programs.push(program);
  return program;
}

const metricsPort = ({ written }: Program): number =>
  Number(/"port":(\d+),"msg":"Metrics are served/.exec(written.stderr)?.[1] ?? 0);
const apiPort = ({ written }: Program): number => Number(/localhost:(\d+)/.exec(written.stdout)?.[1] ?? 0);

describe('the port of the figures', () => {
  it('is the one after that of the API, on this machine alone, and not the API’s', async () => {
    const program = start({ UNDERTONE_HOST: '0.0.0.0' });
    await expect
      .poll(() => program.written.stderr, patience)
      .toMatch(/Metrics are served|no port for metrics/);
    // Another program may have that port; then there is a warning.
    if (metricsPort(program) === 0) return;
    expect(metricsPort(program)).toBe(apiPort(program) + 1);
    const figures = await ask(metricsPort(program), '/metrics');
    expect(figures.body.toString()).toContain('undertone_worker_up{worker="0"}');
    expect((await ask(apiPort(program), '/metrics')).body.toString()).not.toContain('undertone_worker_up');
  });

  it('stops the start with a sentence where it was asked for and is taken', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => {
      squatter.listen(0, '127.0.0.1', resolve);
    });
    const address = squatter.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    const program = start({ UNDERTONE_METRICS_PORT: String(taken), UNDERTONE_LOG_LEVEL: 'silent' });
    expect(await program.ended).toBeGreaterThan(0);
    expect(program.written.stdout).toBe('');
    expect(program.written.stderr).toBe(
      `Port ${taken} cannot be had for metrics. Set UNDERTONE_METRICS_PORT to another one.\n`,
    );
    await new Promise((resolve) => squatter.close(resolve));
  });
});
