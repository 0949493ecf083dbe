/** Rows of a run as they are looked at: narrowed, sorted, searched, added up and given out. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verdictLabels } from '#core/contracts/analysis';
import { defaultReportSettings } from '#core/contracts/run';
import type { RowFilter, RowSort, RowView, Run } from '#core/contracts/run';
import type { Figures } from '#core/report/summary';
import type { ColumnRoles } from '#core/contracts/table';
import { verdictPercent } from '#core/score/whole-percents';
import type { RunsOfTab } from '../../src/engine/runs/create-runs.ts';
import {
  cleanUpRuns,
  createTestReader,
  csv,
  openTab,
  reaches,
  resultOf,
  takeIn,
  type TestReader,
} from './runs-kit.ts';

const roles: ColumnRoles = { text: [0], date: 1, group: 2, rating: 3 };
const byRow: RowSort = { by: 'row', descending: false };
const context = { settings: defaultReportSettings, thresholds: { answer: 0.5, review: 0.7 } };

/** Days before the fourteenth come in both orders: only later ones tell which is meant. */
const lines = Array.from({ length: 600 }, (_, row) => {
  const text = row % 50 === 7 ? '' : `${row % 3 === 0 ? 'The ROOM was' : 'Breakfast was'} number ${row}`;
  const date = row % 40 === 0 ? 'soon' : `${1 + (row % 28)}/${1 + (row % 12)}/2024`;
  return [text, date, ['north', 'south', ''][row % 3] ?? '', row % 9 === 0 ? 'none' : String(1 + (row % 5))];
});

let reader: TestReader;
let runs: RunsOfTab;
let run: Run;

async function takeInLines(extra: string[] = []): Promise<Run> {
  const content = ['text,date,group,rating', ...lines.map((cells) => cells.join(',')), ...extra].join('\n');
  return await runs.takeIn(new File([content], 'stays.csv'), { shape: csv, roles, anyLanguage: false });
}

/** What stands behind a text with commas that nobody quoted may be anything, and is no rating. */
const ratingOf = ({ cells, fault }: RowView): number =>
  fault === 'too-many-cells' ? NaN : Number(cells[3] ?? NaN);

async function rows(filter: RowFilter, sort: RowSort = byRow): Promise<RowView[]> {
  return (await runs.rows(run.id, filter, sort, 0, 10_000)).rows;
}

beforeAll(cleanUpRuns);
beforeEach(async () => {
  reader = createTestReader();
  runs = openTab(reader);
  run = await takeInLines(['"too",few', '"and","too","many","5","cells"']);
  await runs.start(run.id);
  await reaches(runs, run.id, 'done');
});
afterEach(cleanUpRuns);

describe('rows', () => {
  it('come a page at a time, each with its line, cells, text and result', async () => {
    const { total, rows: page } = await runs.rows(run.id, {}, byRow, 300, 50);
    expect(total).toBe(602);
    expect(page).toHaveLength(50);
    expect(page[0]).toEqual({
      row: 300,
      line: 302,
      cells: lines[300],
      fault: null,
      text: lines[300]?.[0],
      group: 'north',
      result: resultOf(lines[300]?.[0] ?? ''),
      model: 0,
    });
    expect(await runs.row(run.id, 300)).toEqual(page[0]);
    expect(await runs.row(run.id, 602)).toBeNull();
  });

  it('have groups, the largest first, found by their names', async () => {
    const extra = ['"a",,North-East,5', '"b",,North-East,5', '"c",,East,5'];
    const { id } = await takeInLines(extra);
    expect(await runs.groups(id, '', 10)).toEqual({
      names: ['north', 'south', 'North-East', 'East'],
      total: 4,
    });
    expect(await runs.groups(id, 'EAST', 1)).toEqual({ names: ['North-East'], total: 2 });
    expect(await runs.groups(id, 'nowhere', 10)).toEqual({ names: [], total: 0 });
  });

  it('are narrowed by what came of them, their sureness, group, rating and whether to look', async () => {
    const all = await rows({});
    const confidence = ({ result }: RowView): number =>
      result?.kind === 'read' ? result.reading.confidence : NaN;
    const label = ({ result }: RowView): string | undefined =>
      result?.kind === 'read' ? result.reading.label : result?.kind;
    expect(await rows({ kinds: ['positive'] })).toEqual(all.filter((row) => label(row) === 'positive'));
    expect(await rows({ kinds: ['empty', 'malformed'] })).toEqual(
      all.filter((row) => label(row) === 'empty' || row.fault !== null),
    );
    // By the figures that the table shows: 59.6 % stands there as 60 %.
    const percent = ({ result }: RowView): number =>
      result?.kind === 'read' ? (verdictPercent(result.reading) ?? NaN) : NaN;
    const bounds = { from: 0.6, to: 0.9 };
    const shown = all.filter((row) => percent(row) >= 60 && percent(row) <= 90);
    expect(shown.some((row) => confidence(row) < 0.6)).toBe(true);
    expect(await rows({ confidence: bounds })).toEqual(shown);
    expect(await rows({ confidence: bounds, unsureBelow: 0.8 })).toHaveLength(shown.length);
    expect(await rows({ group: 'south' })).toEqual(all.filter(({ group }) => group === 'south'));
    expect(await rows({ group: 'nowhere' })).toEqual([]);
    expect(await rows({ rating: { from: 4, to: 5 } })).toEqual(all.filter((row) => ratingOf(row) >= 4));
    const toLookAt = await rows({ needsReview: true });
    expect(toLookAt).toEqual(all.filter((row) => confidence(row) < 0.6));
    expect(toLookAt.length).toBeGreaterThan(0);
    expect(await rows({ kinds: ['positive'], group: 'south', search: 'BREAKFAST 7' })).toEqual(
      all.filter(
        (row) => label(row) === 'positive' && row.group === 'south' && /Breakfast.*7/u.test(row.text),
      ),
    );
  });

  it('are found by words, whatever their case and order', async () => {
    const found = await rows({ search: '  59 rOOm ' });
    expect(found.map(({ row }) => row)).toEqual(
      lines.flatMap(([text = ''], row) => (text.includes('ROOM') && text.includes('59') ? [row] : [])),
    );
    expect(found.length).toBeGreaterThan(1);
  });

  it.each(['score', 'confidence', 'date', 'rating'] as const)(
    'are sorted by %s either way, with those that have none last and equal ones as in the file',
    async (by) => {
      const key = (row: RowView): number => {
        const { result, cells } = row;
        if (by === 'rating') return ratingOf(row);
        if (by !== 'date') return result?.kind === 'read' ? result.reading[by] : NaN;
        const [day, month, year] = String(cells[1]).split('/');
        return year === undefined ? NaN : Date.UTC(Number(year), Number(month) - 1, Number(day));
      };
      const all = await rows({});
      for (const sign of [1, -1]) {
        const expected = all.toSorted((one, other) => {
          const [first, second] = [key(one), key(other)];
          if (Number.isNaN(first) || Number.isNaN(second))
            return Number(Number.isNaN(first)) - Number(Number.isNaN(second));
          return sign * (first - second);
        });
        const sorted = await rows({}, { by, descending: sign < 0 });
        expect(sorted.map(({ row }) => row)).toEqual(expected.map(({ row }) => row));
      }
    },
  );

  it('come with the most doubtful first', async () => {
    const sorted = await rows({ kinds: ['negative', 'positive'] }, { by: 'doubt', descending: true });
    const doubts = sorted.map(({ result }) => (result?.kind === 'read' ? result.reading.confidence : NaN));
    expect(doubts).toEqual(doubts.toSorted((one, other) => one - other));
  });

  it('are seen as they come in, in a tab that looked before', async () => {
    const { id } = await takeIn(
      runs,
      Array.from({ length: 700 }, (_, row) => `Text ${row}`),
    );
    const other = createTestReader();
    other.leading.set(false);
    const looking = openTab(other);
    const count = async (): Promise<number> =>
      (await looking.rows(id, { kinds: ['negative', 'positive'] }, byRow, 0, 1)).total;
    expect(await count()).toBe(0);
    await runs.start(id);
    await reaches(runs, id, 'done');
    expect(await count()).toBe(700);
  });
});

describe('figures', () => {
  it('are those of the rows, and the same when they are added up on the way', async () => {
    const { id } = await takeInLines();
    let part = 0;
    let asked = 0;
    reader.before = async () => {
      asked += 1;
      if (asked === 1) return;
      // The first portion is kept while the next one waits for that.
      while (part === 0) part = (await runs.summary(id, context)).counts.rows;
    };
    await runs.start(id);
    const { counts } = await reaches(runs, id, 'done');
    expect(part).toBeGreaterThan(0);
    const summary = await runs.summary(id, context);
    expect(summary.counts).toEqual(counts);
    expect(await openTab(createTestReader()).summary(id, context)).toEqual(summary);
    expect(summary.trend?.undated).toBe(
      lines.filter(([text, date]) => text !== '' && date === 'soon').length,
    );
    expect(summary.groups?.groups.map(({ name }) => name).toSorted()).toEqual(['north', 'south']);
    expect(summary.ratings?.unrated).toBe(
      lines.filter(([text, , , rating]) => text !== '' && rating === 'none').length,
    );
  });

  it('are counted once for several who ask at once', async () => {
    const [one, other] = await Promise.all([runs.summary(run.id, context), runs.summary(run.id, context)]);
    expect(one).toEqual(other);
    expect(one?.counts.rows).toBe(602);
  });

  it('are those of the table, wherever the line for unsure is', async () => {
    for (const unsureBelow of [0.7, 0.9, 0.5]) {
      const own = { ...context, settings: { ...context.settings, unsureBelow } };
      const { counts } = await runs.summary(run.id, own);
      for (const label of verdictLabels) {
        const found = await rows({ kinds: [label], unsureBelow });
        expect(found).toHaveLength(counts.byLabel[label]);
        for (const { result } of found) {
          expect(result).toMatchObject({ kind: 'read', reading: { label } });
          const confidence = result?.kind === 'read' ? result.reading.confidence : NaN;
          expect(confidence < unsureBelow).toBe(label === 'unsure');
        }
      }
    }
    const all = await rows({ kinds: ['unsure'] });
    expect(all).toHaveLength((await runs.summary(run.id, context)).counts.byLabel.unsure);
  });

  it('are told before the words are counted, by another line than they were counted by', async () => {
    const told: Figures[] = [];
    await runs.summary(run.id, context, undefined, (figures) => told.push(figures));
    expect(told).toEqual([]);
    const own = { ...context, settings: { ...context.settings, unsureBelow: 0.9 } };
    const whole = await runs.summary(run.id, own, undefined, (figures) => told.push(figures));
    await expect.poll(() => told).toHaveLength(1);
    expect(whole).toEqual({ ...told[0], drivers: whole.drivers, themes: whole.themes });
  });

  it('can be given up, and asked for again', async () => {
    const giving = new AbortController();
    const summary = runs.summary(run.id, context, giving.signal);
    giving.abort();
    await expect(summary).rejects.toMatchObject({ code: 'cancelled' });
    expect((await runs.summary(run.id, context)).counts.rows).toBe(602);
  });
});

describe('files to keep', () => {
  it.each(['csv', 'jsonl'] as const)('have every row, in the order of the file: %s', async (kind) => {
    const progress: number[] = [];
    const blob = await runs.exportRows(
      run.id,
      kind,
      { isMasked: false },
      {
        onProgress: ({ done }) => progress.push(done),
      },
    );
    const text = await blob.text();
    const places = lines.map(([own = '']) => text.indexOf(own));
    expect(places).not.toContain(-1);
    expect(text.trim().split('\n')).toHaveLength(602 + (kind === 'csv' ? 1 : 0));
    expect(progress.at(-1)).toBe(602);
  });

  it('have the rows that were not read yet too', async () => {
    const { id } = await takeInLines();
    const text = await (await runs.exportRows(id, 'csv', { isMasked: false })).text();
    expect(text.match(/Not read\./gu)).toHaveLength(600);
  });

  it('hold no personal data where it is to be masked', async () => {
    const { id } = await takeIn(runs, ['Write to jo@example.org please', 'Call +44 20 7946 0958']);
    const text = await (await runs.exportRows(id, 'csv', { isMasked: true })).text();
    expect(text).toContain('Write to [email] please');
    expect(text).not.toContain('7946');
  });

  it('hold none in a report either, where names and phrases may', async () => {
    const people = ['jo', 'al'].flatMap((name) =>
      Array.from(
        { length: 9 },
        (_, row) => `Write ${name === 'jo' ? 'soon' : 'late'} ${row},${name}@example.org`,
      ),
    );
    const content = ['Comment,Asked by kim@example.org', ...people].join('\n');
    const own: ColumnRoles = { text: [0], date: null, group: 1, rating: null };
    const { id } = await runs.takeIn(new File([content], 'people.csv'), {
      shape: csv,
      roles: own,
      anyLanguage: false,
    });
    await runs.start(id);
    await reaches(runs, id, 'done');
    expect(await (await runs.report(id, context)).text()).toContain('jo@example.org');
    const masked = await (await runs.report(id, { ...context, isMasked: true })).text();
    expect(masked).toContain('By Asked by [email]');
    expect(masked).not.toContain('example.org');
  });

  it('are a workbook and a page as well', async () => {
    const book = await runs.exportRows(run.id, 'xlsx', { isMasked: false });
    expect((await runs.inspect(new File([book], 'stays.xlsx'))).columns.map(({ name }) => name)).toContain(
      'undertone_label',
    );
    const page = await (await runs.report(run.id, context)).text();
    expect(page).toContain('stays.csv');
    expect(page).toMatch(/^<!doctype html>/u);
  });
});
