/** Packs a model file for its way to the page. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { describeFile } from '../../server/ort/describe-file.ts';
import type { ModelFile } from '../../src/core/contracts/manifest.ts';

const toGzip = promisify(gzip);
const hashDigits = 16;

/**
 * Writes the packed copy of a file from `sourceDir` into `targetDir`, under a name with its own hash. A file by itself
 * and not a content encoding: a part of an encoded answer is of no use, so a download could not be taken up again.
 *
 * @returns the entry of the manifest, with the copy where it is smaller
 */
export async function packFile(file: ModelFile, sourceDir: string, targetDir: string): Promise<ModelFile> {
  const content = await readFile(join(sourceDir, file.name));
  const packed = await toGzip(content, { level: constants.Z_BEST_COMPRESSION });
  if (packed.length >= content.length) return file;
  const described = describeFile(file.name, packed);
  const kind = file.name.replace(/-[0-9a-f]+\.[a-z]+$/, '');
  const name = `${kind}-${described.sha256.slice(0, hashDigits)}.gzip`;
  await mkdir(targetDir, { recursive: true });
  await writeFile(join(targetDir, name), packed);
  return { ...file, packed: { ...described, name } };
}
