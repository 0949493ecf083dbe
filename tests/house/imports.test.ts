/** The import table of the house, cell by cell: what each folder may import, and that all else is refused. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { buildScratchHouse } from './scratch-house.ts';
import type { Finding, ScratchHouse } from './scratch-house.ts';

/** A file of each area, which the probes import. */
const areas = {
  core: 'src/core/contracts/thing.ts',
  engine: 'src/engine/thing.ts',
  storage: 'src/storage/thing.ts',
  pwa: 'src/pwa/thing.ts',
  'features/analyze': 'src/features/analyze/thing.ts',
  'features/models': 'src/features/models/thing.ts',
  ui: 'src/ui/thing.ts',
  i18n: 'src/i18n/thing.ts',
  app: 'src/app/thing.ts',
  main: 'src/main.tsx',
  workers: 'workers/thing.ts',
  server: 'server/thing.ts',
  'server/ort': 'server/ort/thing.ts',
  training: 'models/training/thing.ts',
  tests: 'tests/thing.ts',
  scripts: 'scripts/thing.ts',
} as const;

type Area = keyof typeof areas;

interface Row {
  /** The importing file. */
  probe: string;
  /** Areas it may import by a relative path. */
  areas: readonly Area[];
  /** Areas whose types it may import, though not their values. */
  types?: readonly Area[];
  /** Everything else it may import. */
  packages: readonly string[];
}

const shell = ['react', 'react-dom', '@tanstack/react-query'];
const fonts = ['@fontsource-variable/instrument-sans', '@fontsource-variable/literata'];
const pure = [
  'd3-array',
  'd3-scale',
  'd3-shape',
  'fflate',
  'libphonenumber-js/min',
  'read-excel-file/universal',
  'zod/mini',
];
const page = ['comlink', 'idb', 'zod/mini'];
const wasm = ['onnxruntime-web', 'onnxruntime-web/wasm', 'onnxruntime-web/x.wasm?url'];
const node = ['node:fs', 'node:fs/promises', 'onnxruntime-node', 'zod/mini'];
const behindViews = ['engine', 'storage', 'pwa'] as const;
const views = ['ui', 'i18n'] as const;
const features = ['features/analyze', 'features/models'] as const;

const rows: readonly Row[] = [
  { probe: 'src/core/text/probe.ts', areas: ['core'], packages: pure },
  { probe: 'src/engine/probe.ts', areas: ['engine'], types: ['workers'], packages: page },
  { probe: 'src/storage/probe.ts', areas: ['storage'], types: ['workers'], packages: page },
  { probe: 'src/pwa/probe.ts', areas: ['pwa'], types: ['workers'], packages: page },
  {
    probe: 'src/features/analyze/probe.tsx',
    areas: [...behindViews, ...views, 'features/analyze'],
    packages: [...shell, '@tanstack/react-virtual'],
  },
  {
    probe: 'src/features/analyze/parts/probe.tsx',
    areas: [...behindViews, ...views, 'features/analyze'],
    packages: [...shell, '@tanstack/react-virtual'],
  },
  { probe: 'src/features/analyze/parts/deep/probe.tsx', areas: [], packages: [] },
  { probe: 'src/ui/probe.tsx', areas: views, packages: ['react', 'react-dom', ...fonts] },
  { probe: 'src/i18n/probe.ts', areas: views, packages: ['react', 'react-dom', ...fonts] },
  {
    probe: 'src/app/probe.tsx',
    areas: [...behindViews, ...views, ...features, 'app', 'main'],
    packages: [...shell, 'react-dom/client', ...fonts],
  },
  {
    probe: 'src/main.tsx',
    areas: [...behindViews, ...views, ...features, 'app', 'main'],
    packages: [...shell, 'react-dom/client', ...fonts],
  },
  {
    probe: 'workers/probe.ts',
    areas: ['workers'],
    packages: [...wasm, '@huggingface/transformers', '@zip.js/zip.js', 'comlink', 'idb', 'zod/mini'],
  },
  {
    probe: 'server/probe.ts',
    areas: ['server', 'server/ort'],
    packages: [
      ...node,
      'fastify',
      '@fastify/compress',
      '@fastify/cors',
      '@fastify/static',
      'libsql',
      'lru-cache',
      'bullmq',
      'ioredis',
      'prom-client',
      '@opentelemetry/api',
      '@opentelemetry/core',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace-node',
    ],
  },
  { probe: 'models/training/probe.ts', areas: ['server/ort', 'training'], packages: node },
];

/** The core goes by its alias everywhere but in itself, and everything may import it. */
const alias = '#core/contracts/thing';

const manifest = z
  .object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

const packages = [
  ...Object.keys(manifest.dependencies),
  ...Object.keys(manifest.devDependencies),
  ...rows.flatMap((row) => row.packages),
  'not-in-the-manifest',
];

interface Line {
  specifier: string;
  onlyType: boolean;
  allowed: boolean;
}

function linesOf(row: Row): Line[] {
  const folder = posix.dirname(row.probe);
  const near = (Object.keys(areas) as Area[])
    .filter((area) => areas[area] !== row.probe)
    .flatMap((area): Line[] => {
      const path = posix.relative(folder, areas[area]);
      const specifier = path.startsWith('.') ? path : `./${path}`;
      const allowed = row.areas.includes(area);
      return [
        { specifier, onlyType: false, allowed },
        { specifier, onlyType: true, allowed: allowed || row.types?.includes(area) === true },
      ];
    });
  const far = [...new Set(packages)].map((specifier) => ({
    specifier,
    onlyType: false,
    allowed: row.packages.includes(specifier),
  }));
  const isOpen = row.areas.length > 0;
  return [...near, ...far, { specifier: alias, onlyType: false, allowed: isOpen }];
}

function describe({ specifier, onlyType }: Line): string {
  return onlyType ? `type ${specifier}` : specifier;
}

/** One import a line, so that a finding's line names the import. */
function probeContent(lines: readonly Line[]): string {
  const imports = lines.map(
    ({ specifier, onlyType }, index) =>
      `import ${onlyType ? 'type ' : ''}* as thing${index} from '${specifier}';\n`,
  );
  return imports.join('');
}

let house: ScratchHouse;
let findings: Finding[];

beforeAll(() => {
  const things = Object.values(areas).map((path): [string, string] => [path, 'export const thing = 1;\n']);
  const probes = rows.map((row): [string, string] => [row.probe, probeContent(linesOf(row))]);
  house = buildScratchHouse(Object.fromEntries([...things, ...probes]));
  findings = house.lintWithoutTypes().filter(({ code }) => code === 'eslint(no-restricted-imports)');
});

afterAll(() => house.remove());

test.each(rows)('$probe may import what the table says and nothing else', (row) => {
  const lines = linesOf(row);
  const refusedLines = new Set(findings.filter(({ file }) => file === row.probe).map(({ line }) => line));
  const refused = lines.filter((_line, index) => refusedLines.has(index + 1));
  expect(refused.map(describe)).toEqual(lines.filter(({ allowed }) => !allowed).map(describe));
});
