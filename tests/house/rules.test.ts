/** Code that breaks one rule of the house each, and the linter or the compiler that has to see it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildScratchHouse } from './scratch-house.ts';
import type { Finding, ScratchHouse } from './scratch-house.ts';

interface Breach {
  rule: string;
  file: string;
  content: string;
  /** What sees it. */
  code: string;
}

const throughAny = `export const read = (text: string): string => {
  const value: unknown = JSON.parse(text);
  return String(value);
};
`;

const lintBreaches: readonly Breach[] = [
  {
    rule: 'the core imports no package even when it is needed',
    file: 'src/core/text/late-import.ts',
    content: `export const later = (): Promise<unknown> => import('react');\n`,
    code: 'eslint(no-restricted-imports)',
  },
  {
    rule: 'the core passes on no package',
    file: 'src/core/text/passed-on.ts',
    content: `export { useState } from 'react';\n`,
    code: 'eslint(no-restricted-imports)',
  },
  {
    rule: 'files do not import each other in a circle',
    file: 'src/core/circle-a.ts',
    content: `import { b } from './circle-b.ts';\nexport const a = (): number => b();\n`,
    code: 'import(no-cycle)',
  },
  {
    rule: 'a promise is not left alone',
    file: 'src/engine/left-alone.ts',
    content: `const later = (): Promise<void> => Promise.resolve();\nexport function start(): void {\n  later();\n}\n`,
    code: 'typescript(no-floating-promises)',
  },
  {
    rule: 'a promise is no condition',
    file: 'src/engine/condition.ts',
    content: `const later = (): Promise<boolean> => Promise.resolve(true);\nexport const now = (): number => (later() ? 1 : 2);\n`,
    code: 'typescript(no-misused-promises)',
  },
  {
    rule: 'nothing is typed any',
    file: 'src/engine/anything.ts',
    content: `export const same = (value: any): string => String(value);\n`,
    code: 'typescript(no-explicit-any)',
  },
  {
    rule: 'any does not come in by another door',
    file: 'server/unchecked.ts',
    content: `export const read = (text: string): string => {\n  const value = JSON.parse(text);\n  return String(value);\n};\n`,
    code: 'typescript(no-unsafe-assignment)',
  },
  {
    rule: 'undefined is not argued away',
    file: 'workers/argued-away.ts',
    content: `export const first = (values: string[]): string => values[0]!;\n`,
    code: 'typescript(no-non-null-assertion)',
  },
  {
    rule: 'the compiler is not silenced',
    file: 'server/silenced.ts',
    // The violation this case injects into a scratch house; nothing is silenced here.
    content: `// @ts-ignore\nexport const one: string = 1;\n`,
    code: 'typescript(ban-ts-comment)',
  },
  {
    rule: 'types are imported as types',
    file: 'server/type-as-value.ts',
    content: `import { Shape } from './shape.ts';\nexport const shape: Shape = { size: 1 };\n`,
    code: 'typescript(consistent-type-imports)',
  },
  {
    rule: 'every case of a union is handled',
    file: 'src/core/cases.ts',
    content: `export function sign(kind: 'plus' | 'minus'): string {\n  switch (kind) {\n    case 'plus':\n      return '+';\n  }\n  return '';\n}\n`,
    code: 'typescript(switch-exhaustiveness-check)',
  },
  {
    rule: 'exports have names',
    file: 'src/ui/nameless.ts',
    content: `const size = 1;\nexport default size;\n`,
    code: 'import(no-default-export)',
  },
  {
    rule: 'no file passes a folder on',
    file: 'src/ui/everything.ts',
    content: `export * from './one.ts';\nexport * from './two.ts';\n`,
    code: 'oxc(no-barrel-file)',
  },
  {
    rule: 'file names are in kebab case',
    file: 'src/ui/ToneBar.ts',
    content: `export const size = 1;\n`,
    code: 'unicorn(filename-case)',
  },
  {
    rule: 'a file has one subject',
    file: 'server/long.ts',
    content: 'export const size = 1;\n'.replace('1', `[${'\n  1,'.repeat(310)}\n]`),
    code: 'eslint(max-lines)',
  },
  {
    rule: 'the page writes nothing to the console',
    file: 'src/app/console.ts',
    content: `export const tell = (count: number): void => console.log(count);\n`,
    code: 'eslint(no-console)',
  },
  {
    rule: 'nothing is put off in a comment',
    file: 'src/app/put-off.ts',
    content: `// TO\u0044O: later\nexport const size = 1;\n`,
    code: 'eslint(no-warning-comments)',
  },
  {
    rule: 'what is not used goes',
    file: 'src/app/unused.ts',
    content: `const size = 1;\nexport const other = 2;\n`,
    code: 'eslint(no-unused-vars)',
  },
  {
    rule: 'hooks are called in one order',
    file: 'src/ui/hooks.tsx',
    content: `import { useState } from 'react';\nexport function useSize(on: boolean): number {\n  if (on) {\n    const [size] = useState(1);\n    return size;\n  }\n  return 0;\n}\n`,
    code: 'react(hooks)',
  },
  {
    rule: 'a picture has words',
    file: 'src/ui/picture.tsx',
    content: `import type { ReactElement } from 'react';\nexport const Picture = (): ReactElement => <img src="a.png" />;\n`,
    code: 'jsx-a11y(alt-text)',
  },
  {
    rule: 'no test is skipped',
    file: 'tests/unit/skipped.test.ts',
    content: `import { expect, test } from 'vitest';\ntest.skip('one', () => {\n  expect(1).toBe(1);\n});\n`,
    code: 'vitest(no-disabled-tests)',
  },
  {
    rule: 'no test keeps the others from running',
    file: 'tests/unit/focused.test.ts',
    content: `import { expect, test } from 'vitest';\ntest.only('one', () => {\n  expect(1).toBe(1);\n});\n`,
    code: 'vitest(no-focused-tests)',
  },
  {
    rule: 'a test asserts something',
    file: 'tests/unit/says-nothing.test.ts',
    content: `import { test } from 'vitest';\ntest('one', () => {\n  String(1);\n});\n`,
    code: 'vitest(expect-expect)',
  },
];

const compileBreaches: readonly Breach[] = [
  {
    rule: 'the core knows no document',
    file: 'src/core/document.ts',
    content: `export const title = (): string => document.title;\n`,
    code: 'TS2584',
  },
  {
    rule: 'the core knows no process',
    file: 'src/core/process.ts',
    content: `export const id = (): number => process.pid;\n`,
    code: 'TS2591',
  },
  {
    rule: 'the core knows no part of Node',
    file: 'src/core/files.ts',
    content: `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n`,
    code: 'TS2591',
  },
  {
    rule: 'the core does not reach into the page',
    file: 'src/core/reach.ts',
    content: `import { one } from '../ui/one.ts';\nexport const reached = one;\n`,
    code: 'TS6307',
  },
  {
    rule: 'a worker knows no document',
    file: 'workers/document.ts',
    content: `export const title = (): string => document.title;\n`,
    code: 'TS2584',
  },
  {
    rule: 'a worker does not reach into the page',
    file: 'workers/reach.ts',
    content: `import { one } from '../src/ui/one.ts';\nexport const reached = one;\n`,
    code: 'TS6307',
  },
  {
    rule: 'the page knows no process',
    file: 'src/engine/process.ts',
    content: `export const id = (): number => process.pid;\n`,
    code: 'TS2591',
  },
  {
    rule: 'the page does not reach into the server',
    file: 'src/engine/reach.ts',
    content: `import { shape } from '../../server/shape.ts';\nexport const reached = shape;\n`,
    code: 'TS6307',
  },
  {
    rule: 'the server knows no window',
    file: 'server/window.ts',
    content: `export const width = (): number => window.innerWidth;\n`,
    code: 'TS2304',
  },
  {
    rule: 'the server does not reach into the page',
    file: 'server/reach.ts',
    content: `import { one } from '../src/ui/one.ts';\nexport const reached = one;\n`,
    code: 'TS6307',
  },
  {
    rule: 'the pipeline does not reach into the page',
    file: 'models/training/reach.ts',
    content: `import { one } from '../../src/ui/one.ts';\nexport const reached = one;\n`,
    code: 'TS6307',
  },
  {
    rule: 'a test for both runtimes keeps to what both have',
    file: 'tests/unit/files.test.ts',
    content: `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n`,
    code: 'TS2591',
  },
  {
    rule: 'an entry of a list may be missing',
    file: 'server/entry.ts',
    content: `export const first = (values: string[]): string => values[0];\n`,
    code: 'TS2322',
  },
  {
    rule: 'optional is not undefined',
    file: 'server/optional.ts',
    content: `export const options: { size?: number } = { size: undefined };\n`,
    code: 'TS2375',
  },
  {
    rule: 'an index is written as one',
    file: 'server/index-signature.ts',
    content: `export const read = (values: Record<string, number>): number | undefined => values.size;\n`,
    code: 'TS4111',
  },
  {
    rule: 'types go without a trace',
    file: 'server/enumeration.ts',
    content: `export enum Size {\n  Small,\n}\n`,
    code: 'TS1294',
  },
];

/** What the breaches above lean on, and one sound file for each home; none of it breaks a rule. */
const sound: Readonly<Record<string, string>> = {
  'src/core/circle-b.ts': `import { a } from './circle-a.ts';\nexport const b = (): number => a();\n`,
  'src/core/thing.ts': `export const thing = (signal: AbortSignal): boolean => signal.aborted;\n`,
  'src/ui/one.ts': `export const one = 1;\n`,
  'src/ui/two.ts': `export const two = 2;\n`,
  'src/engine/sound.ts': `import { thing } from '#core/thing';\nexport const title = (): string => document.title + String(thing(new AbortController().signal));\n`,
  'workers/sound.ts': `import { thing } from '#core/thing';\nexport const name = (): string => self.name + String(thing(new AbortController().signal));\n`,
  'server/shape.ts': `export interface Shape {\n  size: number;\n}\nexport const shape: Shape = { size: 1 };\n`,
  'server/sound.ts': `import { thing } from '#core/thing';\n${throughAny}export const id = (): string => String(process.pid) + String(thing(new AbortController().signal));\n`,
  'tests/unit/sound.test.ts': `import { expect, test } from 'vitest';\nimport { one } from '../../src/ui/one.ts';\ntest('one', () => {\n  expect(one).toBe(1);\n});\n`,
};

function withoutCircle(): Record<string, string> {
  return Object.fromEntries(Object.entries(sound).filter(([file]) => !file.includes('circle')));
}

function filesOf(breaches: readonly Breach[]): Record<string, string> {
  return Object.fromEntries(breaches.map(({ file, content }) => [file, content]));
}

let lintHouse: ScratchHouse;
let compileHouse: ScratchHouse;
let lintFindings: Finding[];
let compileFindings: Finding[];

beforeAll(() => {
  lintHouse = buildScratchHouse({ ...sound, ...filesOf(lintBreaches) });
  lintFindings = lintHouse.lint();
  compileHouse = buildScratchHouse({ ...withoutCircle(), ...filesOf(compileBreaches) });
  compileFindings = compileHouse.compile();
});

afterAll(() => {
  lintHouse.remove();
  compileHouse.remove();
});

test.each(lintBreaches)('the linter sees that $rule', ({ file, code }) => {
  const codes = lintFindings.filter((finding) => finding.file === file).map((finding) => finding.code);
  expect(codes).toContain(code);
});

test.each(compileBreaches)('the compiler sees that $rule', ({ file, code }) => {
  const codes = compileFindings.filter((finding) => finding.file === file).map((finding) => finding.code);
  expect(codes).toContain(code);
});

test('sound code passes both', () => {
  const files = Object.keys(withoutCircle());
  expect(lintFindings.filter(({ file }) => files.includes(file))).toEqual([]);
  expect(compileFindings.filter(({ file }) => files.includes(file))).toEqual([]);
});
