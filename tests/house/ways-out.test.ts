/** What neither the meter nor the policy can see, kept out of the code: other realms, other documents, early calls. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Source {
  file: string;
  code: string;
}

function sourcesBelow(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      file: relative(root, path).split(sep).join('/'),
      code: withoutComments(readFileSync(path, 'utf8')),
    }));
}

function withoutComments(code: string): string {
  return code.replaceAll(/^\s*\/\*\*?[\s\S]*?\*\//gm, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

const sources = [...sourcesBelow('src'), ...sourcesBelow('workers')];

function filesWith(pattern: RegExp): string[] {
  return sources.filter(({ code }) => pattern.test(code)).map(({ file }) => file);
}

/** The first statement that does anything: not a declaration, and not the rest of one. */
function firstDeed({ code }: Source): string | undefined {
  return code
    .split('\n')
    .find((line) => /^(?!import\b|declare\b|const\b|type\b|interface\b|export\b)\w/.test(line));
}

test('there is code to look at', () => {
  expect(sources.length).toBeGreaterThan(100);
});

test('a page begins with its meter', () => {
  const [main] = sources.filter(({ file }) => file === 'src/main.tsx');
  expect(main && firstDeed(main)).toBe('installMeter(window, sentMeter);');
});

test('a worker begins by giving up what could carry a text', () => {
  const entries = sources.filter(({ file }) => /^workers\/[^/]+(?:\.worker|service-worker)\.ts$/.test(file));
  const services = sources.filter(({ file }) => file === 'workers/service-worker.ts');
  expect(entries.length).toBeGreaterThan(2);
  expect(services).toHaveLength(1);
  for (const entry of [...entries, ...services])
    expect(firstDeed(entry), entry.file).toBe('allowFilesOnly();');
});

test('every worker is one of those', () => {
  const known = /^new URL\('(?:\.\.\/)+workers\/[a-z-]+\.worker\.ts', import\.meta\.url\)/;
  const made = sources.flatMap(({ file, code }) =>
    code
      .split(/new (?:Shared)?Worker\(\s*/)
      .slice(1)
      .map((rest) => ({ file, rest })),
  );
  expect(made.length).toBeGreaterThan(0);
  for (const { file, rest } of made) expect(rest, file).toMatch(known);
});

test('there are no frames and no windows, which would bring a bare fetch with them', () => {
  expect(
    filesWith(/<i?frame\b|['"`]i?frame['"`]|\bsrcdoc\b|<(?:object|embed)\b|\bopen\(\s*['"`]|window\.open\b/i),
  ).toEqual([]);
});

test('only the agreement to the server leads to another document', () => {
  const leaving =
    /\blocation\.(?:assign|replace)\(|\blocation(?:\.(?:href|search|pathname))?\s*=[^=]|<form\b|\.submit\(/;
  expect(filesWith(leaving)).toEqual(['src/engine/consent.ts']);
});

test('code is loaded from addresses that were known when it was written', () => {
  expect(filesWith(/\bimport\((?!\s*['"][^'"?]+['"]\s*\))|\bimportScripts\(|\baddModule\(/)).toEqual([]);
});
