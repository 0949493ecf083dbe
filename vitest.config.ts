import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArguments, findChromium } from './tests/browser-path.ts';
import { heldBytes } from './tests/browser-memory.ts';
import { keepParity, readWithNode } from './tests/node-reader.ts';

/** Generous, since machines differ: no test measures time, these only end one that hangs. */
const patience = { testTimeout: 120_000, hookTimeout: 180_000, expect: { poll: { timeout: 60_000 } } };

/** As the server sends them: without isolation there is no shared memory and the runtime has one thread only. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
/** Nothing changes within a run: a browser asks for each module once, not anew for every worker and every file. */
const caching = process.argv.includes('run') ? { 'cache-control': 'max-age=3600' } : {};

const unitTests = ['tests/unit/**/*.test.ts'];
/** Asks the system what the browser holds: nothing else may run in it, or beside it, meanwhile. */
const aloneTests = ['tests/browser/recovery.test.ts'];
/** Compares how much the server reads from one moment to the next: nothing else may take the processors meanwhile. */
const loadTests = ['tests/server/load/**/*.test.ts'];

const inChromium = () => ({
  enabled: true,
  headless: true,
  // A browser that starts on a busy machine needs its time too.
  connectTimeout: 300_000,
  screenshotFailures: false,
  commands: { heldBytes, readWithNode, keepParity },
  instances: [{ browser: 'chromium' as const }],
  provider: playwright({
    launchOptions: { executablePath: findChromium(), args: [...chromiumArguments] },
  }),
});

export default defineConfig({
  plugins: [react()],
  server: { headers: { ...isolation, ...caching } },
  worker: { format: 'es' },
  optimizeDeps: {
    exclude: ['onnxruntime-web'],
    // Found late, each of them would make the page with the running tests start over.
    include: [
      '@huggingface/tokenizers',
      '@tanstack/react-query',
      'comlink',
      'fast-check',
      'fflate',
      'idb',
      'libphonenumber-js/min',
      'papaparse',
      'react',
      'react-dom/client',
      'react/jsx-dev-runtime',
      'react/jsx-runtime',
      'read-excel-file/universal',
      'zod/mini',
    ],
  },
  test: {
    passWithNoTests: false,
    // Also where there are but two processors: each file has a process or a browser's profile of its own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    setupFiles: ['tests/seeded-properties.ts'],
    projects: [
      { extends: true, test: { ...patience, name: 'unit', environment: 'node', include: unitTests } },
      {
        extends: true,
        test: {
          ...patience,
          name: 'unit-web',
          include: [...unitTests, 'tests/browser/**/*.test.{ts,tsx}'],
          exclude: aloneTests,
          browser: inChromium(),
        },
      },
      {
        extends: true,
        test: {
          ...patience,
          name: 'unit-alone',
          include: aloneTests,
          sequence: { groupOrder: 1 },
          browser: inChromium(),
        },
      },
      {
        extends: true,
        test: { ...patience, name: 'soak', include: ['tests/soak/**/*.test.ts'], browser: inChromium() },
      },
      {
        extends: true,
        test: {
          ...patience,
          name: 'server',
          environment: 'node',
          include: ['tests/{server,contract,house,training}/**/*.test.ts'],
          exclude: loadTests,
        },
      },
      {
        extends: true,
        test: {
          ...patience,
          name: 'server-alone',
          environment: 'node',
          include: loadTests,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { ...patience, name: 'golden', environment: 'node', include: ['tests/golden/**/*.test.ts'] },
      },
    ],
  },
});
