/** A small built page in a folder of its own, with the kinds of files that the real one has. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export const indexHtml =
  '<!doctype html><link rel="manifest" href="./manifest.webmanifest"><title>Page</title>' +
  '<script type="module" crossorigin src="./assets/app-Ab12.js"></script><p>"./"</p>';
export const script = `console.log(${JSON.stringify('tone '.repeat(400))});`;
export const weights = Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7) % 256));
export const weightsPath = 'weights/tiny/weights-0123456789abcdef.bin';

const files: Record<string, string | Buffer> = {
  'index.html': indexHtml,
  'robots.txt': 'User-agent: *\nAllow: /\n',
  'sw.js': '// service worker',
  'service-worker.json': '{"use": true}',
  'manifest.webmanifest': '{"name": "Page"}',
  'assets/app-Ab12.js': script,
  'assets/app-Ab12.js.br': brotliCompressSync(script),
  'assets/app-Ab12.js.gz': gzipSync(script),
  'assets/style-Cd34.css': 'body{}',
  'assets/runtime-Ef56.wasm': Buffer.from([0, 97, 115, 109]),
  'weights/registry.json': '{}',
  'weights/tiny/manifest.json': '{}',
  [weightsPath]: weights,
  '.secret': 'hidden',
};

export interface FixturePage {
  readonly dir: string;
  remove(): Promise<void>;
}

export async function createFixturePage(): Promise<FixturePage> {
  const dir = await mkdtemp(join(tmpdir(), 'undertone-page-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  return { dir, remove: () => rm(dir, { recursive: true }) };
}
