/** How large what people download may be, by what it is for. Of the finished build. */
import { existsSync, readFileSync } from 'node:fs';

const page = new URL('dist/index.html', import.meta.url);

/** The scripts that the page loads at once, whatever the build calls them: its own and those it imports. */
const firstView = [
  ...(existsSync(page) ? readFileSync(page, 'utf8') : '').matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g),
].map(([, path]) => `dist/${path}`);

const workers = 'dist/assets/*.worker-*.js';
const personalData = 'dist/assets/{mask,phone-numbers}.worker-*.js';

export default [
  { name: 'the scripts of the first view', path: firstView, brotli: true, limit: '114 kB' },
  {
    name: 'the scripts of the other places',
    path: ['dist/assets/*.js', `!${workers}`, ...firstView.map((path) => `!${path}`)],
    brotli: true,
    limit: '135 kB',
  },
  {
    name: 'the script that keeps tables and counts them',
    path: 'dist/assets/table.worker-*.js',
    brotli: true,
    limit: '80 kB',
  },
  { name: 'the scripts that mask personal data in tables', path: personalData, brotli: true, limit: '36 kB' },
  {
    name: "the workers' scripts",
    path: [
      workers,
      '!dist/assets/inference-gpu.worker-*.js',
      '!dist/assets/own-model*.worker-*.js',
      '!dist/assets/table.worker-*.js',
      `!${personalData}`,
    ],
    brotli: true,
    limit: '125 kB',
  },
  {
    name: 'the scripts for a model of one’s own',
    path: 'dist/assets/own-model*.worker-*.js',
    brotli: true,
    limit: '235 kB',
  },
  {
    name: 'the script that reads on a graphics processor',
    path: 'dist/assets/inference-gpu.worker-*.js',
    brotli: true,
    limit: '120 kB',
  },
  { name: 'the service worker', path: 'dist/sw.js', brotli: true, limit: '6 kB' },
  { name: 'the style sheets', path: 'dist/assets/*.css', brotli: true, limit: '10 kB' },
  { name: 'the fonts', path: 'dist/assets/*.woff2', brotli: false, limit: '90 kB' },
  {
    name: 'the runtime, compressed',
    path: ['dist/assets/*.wasm.br', '!dist/assets/*.jspi-*.wasm.br'],
    brotli: false,
    limit: '2.8 MB',
  },
  {
    name: 'the runtime of graphics processors, compressed',
    path: 'dist/assets/*.jspi-*.wasm.br',
    brotli: false,
    limit: '3.2 MB',
  },
  {
    name: "the model's weights, packed",
    path: 'dist/weights/*/weights-*.gzip',
    brotli: false,
    limit: '15 MB',
  },
];
