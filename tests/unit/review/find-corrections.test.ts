/** Corrections found by words and by where they were made, and what is written of them. */
import { expect, test } from 'vitest';
import { findCorrections } from '../../../src/features/review/find-corrections.ts';
import { trainingRows } from '../../../src/features/review/training-rows.ts';
import type { Correction } from '../../../src/storage/corrections.ts';

const base = { modelLabel: 'unsure', modelName: 'Tone', modelVersion: '1.2.0', savedAtMs: 0 } as const;
const origin = (place: 'files' | 'doubtful' | 'blind') => ({ place, runId: 'a', runName: 'a.csv', row: 4 });
const corrections: Correction[] = [
  { ...base, id: 4, text: 'A cold room', label: 'negative', origin: origin('blind') },
  { ...base, id: 3, text: 'Good food,\ncold room', label: 'mixed', origin: origin('doubtful') },
  { ...base, id: 2, text: 'Table\u2028“four”', label: 'neutral', origin: origin('files') },
  { ...base, id: 1, text: 'A warm welcome', label: 'positive' },
];
const textsOf = (found: readonly Correction[]) => found.map(({ text }) => text);

test('all words have to be there, whatever their case and order', () => {
  expect(textsOf(findCorrections(corrections, { search: ' ROOM  cold', place: null }))).toEqual([
    'A cold room',
    'Good food,\ncold room',
  ]);
  expect(findCorrections(corrections, { search: 'nothing', place: null })).toEqual([]);
  expect(findCorrections(corrections, { search: '', place: null })).toEqual(corrections);
});

test.each([
  ['read', 1],
  ['files', 2],
  ['doubtful', 3],
  ['blind', 4],
] as const)('those made in %s are told apart from all others', (place, id) => {
  expect(findCorrections(corrections, { search: '', place }).map((one) => one.id)).toEqual([id]);
});

test('a line for each, the first made first, with where it comes from and what the model had said', () => {
  const lines = trainingRows(corrections).split('\n');
  expect(lines).toHaveLength(corrections.length + 1);
  expect(lines.at(-1)).toBe('');
  expect(lines.slice(0, -1).map((line): unknown => JSON.parse(line))).toEqual([
    row('A warm welcome', 'positive', 'read'),
    row('Table\u2028“four”', 'neutral', 'files'),
    row('Good food,\ncold room', 'mixed', 'review-doubtful'),
    row('A cold room', 'negative', 'review-blind'),
  ]);
  expect(trainingRows([])).toBe('');
});

function row(text: string, label: string, source: string) {
  return { text, label, source, model_label: 'unsure', model_name: 'Tone', model_version: '1.2.0' };
}
