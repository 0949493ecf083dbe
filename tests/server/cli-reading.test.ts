import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RowResult } from '#core/contracts/row-result';
import { createResultFile } from '../../server/cli-answer-store.ts';
import { closingText, progressText } from '../../server/cli-progress.ts';
import { readRows } from '../../server/cli-reading.ts';
import { surveyTable } from '../../server/cli-survey.ts';
import type { Survey } from '../../server/cli-survey.ts';

const roles = { text: [0], date: null, group: null, rating: null };

function surveyOf(texts: readonly string[]): Promise<Survey> {
  const content = new TextEncoder().encode(texts.map((text) => `"${text}",x\n`).join(''));
  const input = {
    name: 'texts.csv',
    sizeBytes: content.length,
    async *bytes() {
      for (let at = 0; at < content.length; at += 1_000) {
        yield await Promise.resolve(content.subarray(at, at + 1_000));
      }
    },
    dispose: () => undefined,
  };
  const shape = { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: false } as const;
  return surveyTable(input, { shape }, roles);
}

const someTexts = fc.array(fc.constantFrom('', 'A room.', 'A bed.', 'A view.', 'A long night.', 'x'), {
  minLength: 1,
  maxLength: 1_500,
});

it('gives every row its answer in the order of the file, and reads each text once', async () => {
  await fc.assert(
    fc.asyncProperty(someTexts, fc.integer({ min: 1, max: 5 }), async (texts, atOnce) => {
      const asked: string[] = [];
      const read = (batch: readonly string[]): Promise<RowResult[]> => {
        asked.push(...batch);
        return Promise.resolve(
          batch.map((text): RowResult => ({
            kind: 'other-language',
            languageCode: text,
            languageName: text,
          })),
        );
      };
      const store = createResultFile();
      try {
        const answers: string[] = [];
        const survey = await surveyOf(texts);
        for await (const { place, answer } of readRows(survey, {
          read,
          atOnce,
          blank: { kind: 'empty' },
          store,
        })) {
          expect(place).toBe(answers.length);
          answers.push(answer.kind === 'other-language' ? answer.languageCode : '');
        }
        expect(answers).toEqual(texts);
        expect(asked.toSorted()).toEqual([...new Set(texts)].filter((text) => text !== '').toSorted());
      } finally {
        store.dispose();
      }
    }),
    { numRuns: 30 },
  );
});

it('reads no further ahead than it is asked for', async () => {
  const survey = await surveyOf(Array.from({ length: 2_000 }, (_, i) => `Text ${String(i)}.`));
  let read = 0;
  const rows = readRows(survey, {
    read: (batch) => {
      read += batch.length;
      return Promise.resolve(batch);
    },
    atOnce: 1,
    blank: '',
    store: null,
  });
  await rows.next();
  expect(read).toBeLessThan(200);
  await rows.return();
});

it('tells the time of a short reading as finely as its rate asks for', () => {
  expect(closingText(60, 119)).toBe('0.12 s, 504 rows a second.');
  expect(closingText(6_000, 8_540)).toBe('8.5 s, 703 rows a second.');
  expect(closingText(60_000, 61_000)).toBe('61 s, 984 rows a second.');
});

it('tells how far it has come', () => {
  expect(progressText(4, 5_000, 1_000)).toBe('4 of 5,000 rows');
  expect(progressText(1_240, 5_000, 20_000)).toBe('1,240 of 5,000 rows · 62 a second · about 61 s left');
  expect(progressText(100, 100_000, 20_000)).toBe(
    '100 of 100,000 rows · 5.0 a second · about 5 h 33 min left',
  );
});
