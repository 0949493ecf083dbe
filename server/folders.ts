/** The folders of the configuration, looked at once before anything is read from them. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './config.ts';
import type { Config } from './config.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Makes the data folder where it is needed.
 *
 * @throws ConfigError with a sentence where a folder cannot be used
 */
export async function prepareFolders({
  modelsDir,
  dataDir,
  secret,
  redisUrl,
}: Pick<Config, 'modelsDir' | 'dataDir' | 'secret' | 'redisUrl'>): Promise<void> {
  await access(join(modelsDir, 'registry.json'), constants.R_OK).catch((cause: unknown) => {
    throw new ConfigError(
      `UNDERTONE_MODELS_DIR must be a folder with registry.json; ${modelsDir} has none that can be read.`,
      { cause },
    );
  });
  const keepsNothing = redisUrl !== undefined && secret !== undefined;
  if (keepsNothing) return;
  try {
    makeFolder(dataDir);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new ConfigError(`UNDERTONE_DATA_DIR must be a folder to write to; ${dataDir} cannot be one.`, {
      cause,
    });
  }
}
