/** A copy of the house's rules in a folder of its own, where code that breaks them can be put and judged. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');
/** No measure of anything: it ends a tool that has lost its way. */
const patienceMs = 150_000;

/** Everything that rules are made of. */
const ruleFiles = [
  '.oxlintrc.json',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.config.json',
  'tsconfig.json',
  'models/training/tsconfig.json',
  'server/tsconfig.json',
  'src/core/tsconfig.json',
  'src/core/universal.d.ts',
  'src/tsconfig.json',
  'tests/tsconfig.json',
  'tests/tsconfig.unit.json',
  'tests/tsconfig.browser.json',
  'workers/tsconfig.json',
];

const lintReport = z.object({
  diagnostics: z.array(
    z.object({
      code: z.string(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.int() }) })),
    }),
  ),
});

/** `code` is the rule's name, such as `eslint(no-console)`, or the compiler's, such as `TS2304`. */
export interface Finding {
  file: string;
  line: number;
  code: string;
}

export interface ScratchHouse {
  lint(): Finding[];
  /** Without the rules that need types: for code that names packages which are dear to look into. */
  lintWithoutTypes(): Finding[];
  compile(): Finding[];
  remove(): void;
}

/** Makes the folder with `files` (content by path relative to the house) beside the rules. */
export function buildScratchHouse(files: Readonly<Record<string, string>>): ScratchHouse {
  const folder = mkdtempSync(join(tmpdir(), 'undertone-house-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const file of ruleFiles) cpSync(join(root, file), join(folder, file), { recursive: true });
    linkPackages(join(folder, 'node_modules'));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  } catch (error) {
    remove();
    throw error;
  }
  return {
    lint: () => lint(folder, '.oxlintrc.json'),
    lintWithoutTypes: () => lint(folder, writeUntypedRules(folder)),
    compile: () => compile(folder),
    remove,
  };
}

/** Links package by package, so that the compiler's cache in `node_modules` stays the folder's own. */
function linkPackages(target: string): void {
  mkdirSync(target);
  for (const name of readdirSync(modules)) {
    if (name !== '.cache') symlinkSync(join(modules, name), join(target, name), 'junction');
  }
}

function runNode(folder: string, program: string, parameters: readonly string[]): string {
  const { stdout, error } = spawnSync(process.execPath, [join(modules, program), ...parameters], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  });
  if (error) throw error;
  return stdout;
}

/** Beside the rules themselves, since their folders are counted from where they lie. */
function writeUntypedRules(folder: string): string {
  const name = '.oxlintrc.untyped.json';
  const rules = z
    .looseObject({ options: z.looseObject({}) })
    .parse(JSON.parse(readFileSync(join(folder, '.oxlintrc.json'), 'utf8')));
  const untyped = { ...rules, options: { ...rules.options, typeAware: false } };
  writeFileSync(join(folder, name), JSON.stringify(untyped));
  return name;
}

function lint(folder: string, rules: string): Finding[] {
  const output: unknown = JSON.parse(
    runNode(folder, 'oxlint/bin/oxlint', [`--config=${rules}`, '--format=json']),
  );
  return lintReport.parse(output).diagnostics.map(({ code, filename, labels }) => ({
    file: filename.replaceAll('\\', '/'),
    line: labels[0]?.span.line ?? 0,
    code,
  }));
}

function compile(folder: string): Finding[] {
  const output = runNode(folder, 'typescript/bin/tsc', ['-b', '--pretty', 'false']);
  return [...output.matchAll(/^(.+)\((\d+),\d+\): error (TS\d+):/gm)].map(([, file, line, code]) => ({
    file: String(file).replaceAll('\\', '/'),
    line: Number(line),
    code: String(code),
  }));
}
