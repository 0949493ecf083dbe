/** What Review saves as training rows is what training and scoring read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readScored } from '../../models/training/dataset.ts';
import { trainingRows } from '../../src/features/review/training-rows.ts';

const said = { modelLabel: 'unsure', modelName: 'Tone', modelVersion: '1', savedAtMs: 0 } as const;

test('texts and labels come back as they were given; mixed ones are passed over', () => {
  const folder = mkdtempSync(join(tmpdir(), 'undertone-corrections-'));
  try {
    const rows = trainingRows([
      { ...said, text: 'Cold,\n"grey" and wet.', label: 'negative' },
      { ...said, text: 'Good, but dear.', label: 'mixed' },
      { ...said, text: 'It is a chair.', label: 'neutral' },
      { ...said, text: 'Lovely \uD83D\uDE0A', label: 'positive' },
    ]);
    writeFileSync(join(folder, 'undertone-corrections.jsonl'), rows);
    expect(readScored(folder)).toEqual([
      {
        source: 'undertone-corrections',
        rows: [
          { text: 'Lovely \uD83D\uDE0A', label: 'positive' },
          { text: 'It is a chair.', label: 'neutral' },
          { text: 'Cold,\n"grey" and wet.', label: 'negative' },
        ],
      },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
