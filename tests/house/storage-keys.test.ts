/** Settings erases the notes of the app by how their keys begin: a key that begins otherwise would be kept for ever. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Goes through all keys that there are, whatever they are called. */
const eraser = 'small-notes.ts';

const sources = ['src', 'workers']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => ({ file: entry.name, code: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));

/** What the code calls the keys it uses in the browser's two stores. */
function keyNames(code: string): string[] {
  const names = [...code.matchAll(/\.(?:get|set|remove)Item\((\w+)/g)].map(([, name = '']) => name);
  return [...new Set(names)];
}

/** The literals that a constant is made of: one, or those of a table. */
function literalsOf(name: string, code: string): string[] {
  const [, value = ''] = new RegExp(String.raw`const ${name} = (\{[^}]*\}|'[^']*')`).exec(code) ?? [];
  return [...value.matchAll(/'([^']*)'/g)].map(([, literal = '']) => literal);
}

const users = sources.filter(({ file, code }) => basename(file) !== eraser && keyNames(code).length > 0);

test('there are keys to look at', () => {
  expect(users.length).toBeGreaterThan(3);
});

test.each(users)('the keys of $file are known to Settings', ({ code }) => {
  for (const name of keyNames(code)) {
    const literals = literalsOf(name, code);
    expect(literals, name).not.toEqual([]);
    for (const literal of literals) expect(literal).toMatch(/^undertone\./);
  }
});
