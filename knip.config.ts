import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'workers/*.worker.ts',
    'workers/service-worker*.ts',
    'server/ort/child.ts',
    'scripts/*.ts',
    'models/training/*.ts',
    'tests/**/*.test.ts',
    'tests/bench/ours/main.ts',
    'tests/**/*.worker.ts',
  ],
  project: [
    '*.ts',
    '{src,workers,server,scripts,models,tests}/**/*.{ts,tsx,css}',
    // Another project, with a lockfile of its own.
    '!tests/bench/rival/**',
  ],
  // A type that only its own file names can still be part of what the file offers.
  ignoreExportsUsedInFile: { interface: true, type: true },
  compilers: {
    // Fonts come from packages by `url()`, as other files by `@import`.
    css: (text: string): string =>
      [...text.matchAll(/(?:@import|url\()\s*['"]([^'"]+)['"]/g)]
        .map(([, path]) => `import '${path}';`)
        .join('\n'),
  },
};

export default config;
