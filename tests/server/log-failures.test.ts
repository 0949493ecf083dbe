import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logFailures } from '../../server/services/telemetry/log-failures.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { createFixturePool } from './fixture-pool.ts';
import { until } from './until.ts';

it('tells once why nothing can be read, however often it is tried, and when it can be again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'undertone-failures-'));
  const away = join(folder, 'away');
  const modelsDir = join(folder, 'models');
  cpSync(fixtureModelsDir, away, { recursive: true });
  const pool = createFixturePool({ modelsDir, brokenPauseMs: 50 });
  const lines: string[] = [];
  logFailures(
    pool,
    {
      error: (facts, sentence) => void lines.push(`${sentence} ${JSON.stringify(facts)}`),
      warn: (sentence) => void lines.push(sentence),
    },
    ' The page is.',
  );
  let failures = 0;
  pool.subscribe(() => {
    if (pool.state.kind === 'failed') failures += 1;
  });
  try {
    await expect(pool.start()).rejects.toThrow('The reader could not be fetched.');
    await until(() => expect(failures).toBeGreaterThan(3));
    const failed = expect.stringMatching(
      /^Texts cannot be read on this server\. The page is\. .*"model-unavailable"/,
    );
    expect(lines).toEqual([failed]);
    // In words for who runs a server, who has no page to load anew.
    expect(lines[0]).toContain('whoever runs this server');
    renameSync(away, modelsDir);
    await until(() => expect(pool.state.kind).toBe('ready'));
    expect(lines).toEqual([failed, 'Texts can be read again.']);
  } finally {
    pool.dispose();
    rmSync(folder, { recursive: true });
  }
});
