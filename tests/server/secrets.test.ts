import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../server/config.ts';
import { keptSecret } from '../../server/services/secrets.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'undertone-secret-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('the secret of a data folder', () => {
  it('is one for all that start there at a time, and for whoever starts after them', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => keptSecret(dataDir)));
    expect(new Set([...made, await keptSecret(dataDir)]).size).toBe(1);
    expect(made[0]).toMatch(/^[\w-]{43}$/);
    expect(await readdir(dataDir)).toEqual(['secret']);
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'cut off'])('is not %j, which a full disk may have left', async (left) => {
    await writeFile(join(dataDir, 'secret'), left);
    await expect(keptSecret(dataDir)).rejects.toThrow(ConfigError);
  });

  it('is told of where others may read it', async () => {
    const said: string[] = [];
    const warn = (sentence: string): void => void said.push(sentence);
    const made = await keptSecret(dataDir, warn);
    expect(said).toEqual([]);
    await chmod(join(dataDir, 'secret'), 0o640);
    expect(await keptSecret(dataDir, warn)).toBe(made);
    expect(said).toEqual([expect.stringContaining('Set its mode to 600.')]);
  });

  it('is asked for in a sentence where it can be neither read nor made', async () => {
    await expect(keptSecret(join(dataDir, 'none'))).rejects.toThrow(/set UNDERTONE_SECRET/);
    await mkdir(join(dataDir, 'secret'));
    await expect(keptSecret(dataDir)).rejects.toThrow(/neither read nor made.+ set UNDERTONE_SECRET/);
  });
});
