import { defineConfig } from 'vite';

/** The runtime's glue code gets the ending that the server compresses. */
function assetFileNames({ names }) {
  return `assets/[name]-[hash]${names.some((name) => name.endsWith('.mjs')) ? '.js' : '[extname]'}`;
}

export default defineConfig({
  worker: { format: 'es', rolldownOptions: { output: { assetFileNames } } },
  build: { assetsInlineLimit: 0 },
});
