/** Files as people have them, from their bytes to rows that are kept. */
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { defaultReportSettings } from '#core/contracts/run';
import type { RunsOfTab } from '../../src/engine/runs/create-runs.ts';
import { cleanUpRuns, createTestReader, openTab, reaches, resultOf } from './runs-kit.ts';

let runs: RunsOfTab;

beforeAll(cleanUpRuns);
beforeEach(async () => {
  runs = openTab(createTestReader());
});
afterEach(cleanUpRuns);

function utf16(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Uint16Array.from(`\uFEFF${text}`, (unit) => unit.charCodeAt(0)).buffer);
}

const files: Record<string, { file: File; texts: string[] }> = {
  'semicolons, quotes and line breaks within them': {
    file: new File(['id;answer\r\n1;"It was; ""fine""\r\nall in all"\r\n2;Not so good, really\r\n'], 'a.csv'),
    texts: ['It was; "fine"\nall in all', 'Not so good, really'],
  },
  'tabs in UTF-16': {
    file: new File([utf16('id\tanswer\n1\tThe café was “lovely”\n2\tNever again, thank you\n')], 'b.tsv'),
    texts: ['The café was “lovely”', 'Never again, thank you'],
  },
  'Windows-1252': {
    file: new File(
      [
        Uint8Array.from('id,answer\n1,The caf\u00e9 was so lovely\n2,It was no good at all\n', (unit) =>
          unit.charCodeAt(0),
        ),
      ],
      'c.csv',
    ),
    texts: ['The café was so lovely', 'It was no good at all'],
  },
  'JSON lines': {
    file: new File(
      ['{"id":1,"answer":"Quite nice to be here"}\nnot json\n{"id":2,"answer":"Cold and loud rooms"}\n'],
      'd.jsonl',
    ),
    texts: ['Quite nice to be here', 'Cold and loud rooms'],
  },
  'a JSON array': {
    file: new File(
      ['[{"id":1,"answer":"Quite nice to be here"},{"answer":"Cold and loud rooms","more":1}]'],
      'e.json',
    ),
    texts: ['Quite nice to be here', 'Cold and loud rooms'],
  },
  'plain text': {
    file: new File(['Quite nice to be here, all of it\n\nThe rooms were cold and far too loud\n'], 'f.txt'),
    texts: ['Quite nice to be here, all of it', 'The rooms were cold and far too loud'],
  },
};

it.each(Object.keys(files))('takes in what it found at a first look: %s', async (name) => {
  const { file, texts } = files[name] ?? { file: new File([], ''), texts: [] };
  const { shape, roles } = await runs.inspect(file);
  if (roles === null) throw new Error('No column of texts was found.');
  const { id } = await runs.takeIn(file, { shape, roles, anyLanguage: false });
  await runs.start(id);
  await reaches(runs, id, 'done');
  const { rows } = await runs.rows(id, {}, { by: 'row', descending: false }, 0, 100);
  const read = rows.filter(({ text }) => text !== '');
  // A line break within a cell is as the file has it.
  expect(read.map(({ text }) => text.replaceAll('\r\n', '\n'))).toEqual(texts);
  expect(read.map(({ result }) => result)).toEqual(read.map(({ text }) => resultOf(text)));
});

it('counts rows that are not in order, and reads them all the same', async () => {
  const file = new File(['id,answer\n1,Quite nice\n\n2\n3,Cold and loud,and more\n'], 'odd.csv');
  const { id } = await runs.takeIn(file, {
    shape: { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: true },
    roles: { text: [1], date: null, group: null, rating: null },
    anyLanguage: false,
  });
  await runs.start(id);
  const { counts } = await reaches(runs, id, 'done');
  expect(counts).toMatchObject({ rows: 4, read: 2, empty: 2, malformed: 2 });
  const { rows } = await runs.rows(id, { kinds: ['malformed'] }, { by: 'row', descending: false }, 0, 100);
  expect(rows.map(({ line }) => line)).toEqual([4, 5]);
});

it('counts a row whose text was cut at a comma under no group and no day', async () => {
  const file = new File(
    ['text,city,day\nQuite nice,Rome,2024-03-05\nCold, really,Oslo,2024-03-06\n'],
    'cut.csv',
  );
  const { id } = await runs.takeIn(file, {
    shape: { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: true },
    roles: { text: [0], date: 2, group: 1, rating: null },
    anyLanguage: false,
  });
  await runs.start(id);
  await reaches(runs, id, 'done');
  const { rows } = await runs.rows(id, {}, { by: 'row', descending: false }, 0, 9);
  expect(rows.map(({ group }) => group)).toEqual(['Rome', null]);
  const thresholds = { answer: 0.5, review: 0.7 };
  const { groups, trend } = await runs.summary(id, { settings: defaultReportSettings, thresholds });
  expect(groups?.groups.map(({ name }) => name)).toEqual(['Rome']);
  expect(trend).toMatchObject({ undated: 1, points: [{ rows: 1 }] });
});

it('reads dates as all of them tell or as the person says, and keeps which it was', async () => {
  const days = ['4/5/2024', '3/6/2024', '25/7/2024'];
  const file = new File([['text,day', ...days.map((day) => `On ${day},${day}`)].join('\n')], 'days.csv');
  const shape = { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: true } as const;
  const roles = { text: [0], date: 1, group: null, rating: null };
  const byDate = async (id: string): Promise<number[]> =>
    (await runs.rows(id, {}, { by: 'date', descending: false }, 0, 9)).rows.map(({ row }) => row);
  const guessed = await runs.takeIn(file, { shape, roles, anyLanguage: false });
  expect(guessed.roles.dateOrder).toBe('day-first');
  expect(await byDate(guessed.id)).toEqual([0, 1, 2]);
  const told = await runs.takeIn(file, {
    shape,
    roles: { ...roles, dateOrder: 'month-first' },
    anyLanguage: false,
  });
  expect(told.roles.dateOrder).toBe('month-first');
  // April 5, March 6, and what is a day in one order only.
  expect(await byDate(told.id)).toEqual([1, 0, 2]);
  const plain = new File(['text,day\nA,2024-05-03\nB,2024-05-04\n'], 'plain.csv');
  expect((await runs.takeIn(plain, { shape, roles, anyLanguage: false })).roles).toEqual(roles);
});

it('names the columns that only later rows of a file have', async () => {
  const items = Array.from({ length: 400 }, (_, row) => ({
    answer: `Answer ${row}`,
    ...(row > 300 && { late: 1 }),
  }));
  const file = new File([items.map((item) => JSON.stringify(item)).join('\n')], 'late.jsonl');
  const { columns } = await runs.takeIn(file, {
    shape: { kind: 'jsonl', encoding: 'utf-8', delimiter: ',', hasHeader: false },
    roles: { text: [0], date: null, group: null, rating: null },
    anyLanguage: false,
  });
  expect(columns).toEqual(['answer', 'late']);
});

it.each([
  ['nothing', new File([], 'a.csv'), 'table-unreadable'],
  ['no text', new File([Uint8Array.from([0, 1, 2, 3, 0, 0, 0, 0])], 'a.csv'), 'table-unreadable'],
] as const)('says why a file cannot be read: %s', async (_what, file, code) => {
  await expect(runs.inspect(file)).rejects.toMatchObject({ code });
});
