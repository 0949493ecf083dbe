/** Writes compressed copies beside the files of the build, so that the server has nothing to compress. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { listFiles } from './list-files.ts';

const compressible = /\.(?:js|css|wasm|html|json|txt|svg|webmanifest|onnx|md)$/;
/** Files that whoever runs the site may replace by hand: a compressed copy beside them would go on being served. */
const replaceable = new Set(['sw.js', 'service-worker.json']);
/** The highest quality takes half a minute for the runtime alone and saves a twentieth more. */
const brotliQuality = 9;
/** Below this a compressed copy saves nothing that a packet would notice. */
const minBytes = 1024;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Writes `.br` and `.gz` beside every file of `folder` that shrinks. */
export async function precompress(folder: string): Promise<void> {
  for (const name of (await listFiles(folder)).filter((file) => compressible.test(file))) {
    if (replaceable.has(name)) continue;
    const path = join(folder, name);
    const bytes = await readFile(path);
    if (bytes.length < minBytes) continue;
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    const [brotli, zipped] = await Promise.all([toBrotli(bytes, { params }), toGzip(bytes, { level: 9 })]);
    if (brotli.length < bytes.length) await writeFile(`${path}.br`, brotli);
    if (zipped.length < bytes.length) await writeFile(`${path}.gz`, zipped);
  }
}
