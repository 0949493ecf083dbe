import { describe, expect, it } from 'vitest';
import { noCounts } from '#core/contracts/run';
import type { Run } from '#core/contracts/run';
import type { ErrorCode } from '#core/contracts/errors';
import { UndertoneError } from '#core/contracts/errors';
import { contentsLine, progressLine, spokenRun } from '../../../src/features/files/run-words.ts';

function runOf(changes: Partial<Run>): Run {
  return {
    id: 'one',
    name: 'survey.csv',
    sizeBytes: 1000,
    createdAtMs: 0,
    finishedAtMs: null,
    changedAtMs: 0,
    shape: { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: true },
    columns: ['Day', 'Comment', ''],
    roles: { text: [1], date: null, group: null, rating: null },
    anyLanguage: false,
    state: 'running',
    haltedBy: null,
    rows: 4550,
    counts: { ...noCounts(), rows: 3087 },
    models: [],
    ...changes,
  };
}

describe('what a run holds', () => {
  it('names the columns and what was left out', () => {
    const counts = { ...noCounts(), empty: 412, otherLanguage: 38 };
    expect(contentsLine(runOf({ counts }))).toBe(
      'column “Comment” · 4,550 rows · 412 empty or n/a, not counted · 38 not English, kept, not scored',
    );
  });

  it('names a column without a name by its place, and none of plain text', () => {
    const roles = { text: [1, 2], date: null, group: null, rating: null };
    expect(contentsLine(runOf({ roles }))).toBe('columns “Comment” and “Column 3” · 4,550 rows');
    const shape = { kind: 'txt', encoding: 'utf-8', delimiter: ',', hasHeader: false } as const;
    expect(contentsLine(runOf({ shape }))).toBe('4,550 rows');
  });
});

describe('how far a run is', () => {
  it('is told with its speed while it runs, as far as that is known', () => {
    const run = runOf({});
    expect(progressLine({ run, rowsPerSecond: 58, remainingMs: 25_000 })).toBe(
      '3,087 of 4,550 rows · 58 a second · about 25\u00A0s left',
    );
    expect(progressLine({ run, rowsPerSecond: null, remainingMs: null })).toBe('3,087 of 4,550 rows');
    expect(progressLine({ run, rowsPerSecond: 0.2, remainingMs: null })).toContain('less than one a second');
  });

  it('is told without a speed once it stands still', () => {
    const standing = { rowsPerSecond: 58, remainingMs: 25_000 };
    expect(progressLine({ run: runOf({ state: 'paused' }), ...standing })).toBe(
      'Paused at 3,087 of 4,550 rows',
    );
    expect(progressLine({ run: runOf({ state: 'halted' }), ...standing })).toBe('3,087 of 4,550 rows');
  });

  it('is spoken a few times in a whole run, not at every row', () => {
    const spoken = Array.from({ length: 4551 }, (_, rows) =>
      spokenRun(runOf({ counts: { ...noCounts(), rows } }), null),
    );
    expect(new Set(spoken).size).toBe(5);
  });

  it('is spoken with what can be done where something stands in the way', () => {
    const haltedBy = new UndertoneError('storage-full').toData();
    expect(spokenRun(runOf({ state: 'halted', haltedBy }), null)).toBe(
      `${haltedBy.message} ${haltedBy.remedy}`,
    );
  });

  it('is spoken in the words that are seen where the server wants a key, or another one', () => {
    const spoken = (code: ErrorCode, hasKey: boolean) =>
      spokenRun(runOf({ state: 'halted', haltedBy: new UndertoneError(code).toData() }), { hasKey });
    const rest = 'Enter one under Settings, then go on.';
    expect(spoken('unauthenticated', false)).toBe(`This server asks for a key. ${rest}`);
    expect(spoken('unauthenticated', true)).toBe(`The server does not take this key. ${rest}`);
    expect(spoken('forbidden', true)).toBe(`This key does not allow texts to be read. ${rest}`);
  });
});
