import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../server/config.ts';
import { prepareFolders } from '../../server/folders.ts';
import { createSecrets } from '../../server/services/secrets.ts';
import { openStores } from '../../server/stores/open-stores.ts';
import { fixtureModelsDir } from './fixture-models.ts';

const folders = mkdtempSync(join(tmpdir(), 'undertone-data-'));
const secrets = createSecrets('a secret of the tests, long enough');
let made = 0;

afterAll(() => rmSync(folders, { recursive: true }));

function newFolder(): string {
  made += 1;
  const folder = join(folders, String(made));
  mkdirSync(folder);
  return folder;
}

async function open(dataDir: string, opening = secrets): Promise<void> {
  const stores = await openStores(
    { dataDir, cacheEntries: 1, redisUrl: undefined, jobHours: 1, modelWaitMs: 600_000 },
    opening,
  );
  await stores.close();
}

describe('the data folder', () => {
  it('is made, and not asked for where nothing is kept in it', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const settings = { modelsDir: fixtureModelsDir, secret: undefined, redisUrl: undefined };
    await open(join(file, '..', 'new', 'below'));
    await expect(prepareFolders({ ...settings, dataDir: file })).rejects.toThrow(ConfigError);
    await expect(prepareFolders({ ...settings, dataDir: join(file, 'below') })).rejects.toThrow(
      `UNDERTONE_DATA_DIR must be a folder to write to; ${join(file, 'below')} cannot be one.`,
    );
    // The system says of it that there is no such folder, and Node would ask for ever.
    await expect(prepareFolders({ ...settings, dataDir: '/proc/none/below' })).rejects.toThrow(ConfigError);
    const elsewhere = { ...settings, redisUrl: 'redis://redis', secret: 'of the environment' };
    await prepareFolders({ ...elsewhere, dataDir: file });
  });

  it.each(['a file', 'a folder'])('is refused where %s is in the place of its database', async (kind) => {
    const folder = newFolder();
    const path = join(folder, 'undertone.db');
    if (kind === 'a file') writeFileSync(path, 'no database, and long enough to be looked at '.repeat(100));
    else mkdirSync(path);
    await expect(open(folder)).rejects.toThrow(ConfigError);
    await expect(open(folder)).rejects.toThrow(`The database in ${folder} cannot be used`);
  });

  it('opens for the secret that it was sealed with, and for no other', async () => {
    const folder = newFolder();
    await open(folder);
    await open(folder);
    const other = createSecrets('another secret of the tests, long enough');
    await expect(open(folder, other)).rejects.toThrow(ConfigError);
    await expect(open(folder, other)).rejects.toThrow(`What is kept in ${folder} was sealed with another`);
    await open(folder);
  });
});
