/** Conventions that neither the linter nor the compiler can hold: they are about the files themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const homes = ['models/training', 'scripts', 'server', 'src', 'tests', 'workers'];
/** Made by tools, installed, or another project altogether. */
const notOurs = new Set(['node_modules', 'dist', '.venv', '__pycache__', 'rival', 'fixtures']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : filesBelow(path);
    return [path];
  });
}

const files = homes
  .flatMap((home) => filesBelow(join(root, home)))
  .map((path) => relative(root, path).split(sep).join('/'));

const code = files.filter((file) => /\.(?:css|py|tsx?)$/.test(file));

// Pieced together, so that this file does not find itself.
const suppressions = [
  ['@ts', 'ignore'],
  ['@ts', 'expect-error'],
  ['@ts', 'nocheck'],
  ['oxlint', 'disable'],
  ['eslint', 'disable'],
  ['prettier', 'ignore'],
  ['@vite', 'ignore'],
].map((parts) => parts.join('-'));

/** Breaks rules on purpose, so that they are seen to hold. */
const exempt = 'tests/house/rules.test.ts';

test('there are files to look at', () => {
  expect(code.length).toBeGreaterThan(50);
});

test('no rule is switched off inside a file', () => {
  const found = code
    .filter((file) => file !== exempt)
    .flatMap((file) => {
      const content = readFileSync(join(root, file), 'utf8');
      return suppressions.filter((word) => content.includes(word)).map((word) => `${file}: ${word}`);
    });
  expect(found).toEqual([]);
});

test('every file is named after its subject', () => {
  const vague = /^(?:common|helpers?|index|misc|shared|utils?)\.tsx?$/;
  expect(code.filter((file) => vague.test(basename(file)))).toEqual([]);
  expect(code.filter((file) => /\/(?:common|helpers|misc|shared|utils)\//.test(file))).toEqual([]);
});

test('folders have plain names in kebab case', () => {
  const folders = new Set(files.flatMap((file) => file.split('/').slice(0, -1)));
  expect([...folders].filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
});
