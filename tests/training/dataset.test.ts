/** Labelled texts as whoever scores a model hands them over. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readScored } from '../../models/training/dataset.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'undertone-dataset-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const good = '{"text": "Lovely.", "label": "positive"}';

test('one file by itself is read like a folder with it', () => {
  const path = join(folder, 'export.2026.jsonl');
  writeFileSync(path, `${good}\n\n{"text": "Cold.", "label": "mixed"}\n`);
  const files = [{ source: 'export', rows: [{ text: 'Lovely.', label: 'positive' }] }];
  expect(readScored(path)).toEqual(files);
  expect(readScored(folder)).toEqual(files);
  rmSync(path);
});

test.each([
  ['no JSON', 'Lovely.'],
  ['nothing to read', '{"text": " \\u200B", "label": "neutral"}'],
  ['another label', '{"text": "Lovely.", "label": "good"}'],
])('a line with %s is named', (_, line) => {
  const path = join(folder, 'bad.jsonl');
  writeFileSync(path, `${good}\n\n${line}\n`);
  expect(() => readScored(path)).toThrow('Line 3 of bad.jsonl is no labelled text.');
});

test('a folder without any is told of', () => {
  expect(() => readScored(join(folder, 'nowhere'))).toThrow('No .jsonl');
});
