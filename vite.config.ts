import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import packageJson from './package.json' with { type: 'json' };
import { buildServiceWorker } from './scripts/vite/build-service-worker.ts';
import { copyModelFiles, serveModelFiles } from './scripts/vite/model-files.ts';
import { writeNotFoundPage } from './scripts/vite/not-found-page.ts';
import { pageHeaders } from './scripts/vite/page-headers.ts';
import { precompress } from './scripts/vite/precompress.ts';
import { staticHosting } from './scripts/vite/static-hosting.ts';

/** The oldest browsers that have everything the page uses without substitutes. */
const target = ['chrome123', 'firefox125', 'safari17.5'];
const modelsDir = process.env['UNDERTONE_MODELS_DIR'] ?? join(import.meta.dirname, 'models');
/** Shown in Settings; a build of the same sources under another name is another version. */
const buildName = process.env['UNDERTONE_BUILD_NAME'] ?? packageJson.version;

/** What is seen of reading on a server, for the two places that may show it. */
const ofServer =
  /\/src\/(?:ui\/(?:server-|consent-)|i18n\/server|engine\/server\/server-return|features\/analyze\/(?:server-problem-view|text-consent))/;

/** What is left to do when the bundles are written; each step needs the one before it. */
function finishBuild(): Plugin {
  let distDir = '';
  let root = '';
  return {
    name: 'undertone:finish-build',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      distDir = resolve(root, config.build.outDir);
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler(error?: Error) {
        if (error !== undefined) return;
        await copyModelFiles(modelsDir, join(distDir, 'weights'));
        await writeNotFoundPage(distDir);
        await buildServiceWorker(root, distDir, target);
        await precompress(distDir);
      },
    },
  };
}

const sharedByAll =
  /\/(?:node_modules\/(?:react|react-dom|scheduler|zod|@tanstack\/(?:query-core|react-query))|src\/core\/contracts\/(?:analysis|errors)\.ts|src\/i18n\/formats\.ts|src\/ui\/(?:button|live-region)\.tsx)/;

export default defineConfig({
  // Every address is relative, so that the build works under any path.
  base: './',
  plugins: [react(), pageHeaders(), staticHosting(), serveModelFiles(modelsDir), finishBuild()],
  define: { __BUILD_NAME__: JSON.stringify(buildName) },
  worker: {
    format: 'es',
    // What a worker loads late is known by its name as part of one, as the workers themselves are.
    rolldownOptions: { output: { chunkFileNames: 'assets/[name].worker-[hash].js' } },
  },
  resolve: {
    // The library for people's own models names another build of the runtime; one runtime is enough.
    alias: [
      { find: /^(?:onnxruntime-web\/webgpu|onnxruntime-common)$/, replacement: 'onnxruntime-web/wasm' },
    ],
  },
  optimizeDeps: {
    // Its glue code finds the binary by its own address, which bundling for development would change.
    exclude: ['onnxruntime-web'],
    // Used only inside workers: found late, they would make the first page load start over.
    include: ['@huggingface/transformers', 'comlink', 'zod/mini'],
  },
  build: {
    target,
    // The policy allows no inlined fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One small style sheet: one that came with a place would be asked for once only, also where it failed to come.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 700,
    // What the first view needs whatever else shares it: by itself the bundler cuts it into many files, which
    // compress worse.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', test: sharedByAll },
            { name: 'server', test: ofServer, includeDependenciesRecursively: false },
          ],
        },
      },
    },
  },
});
