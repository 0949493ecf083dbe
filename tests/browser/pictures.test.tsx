/** The pictures of a run on a page: the figures of its summary, as tables, as files, and as lists of rows. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import fc from 'fast-check';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { verdictLabels } from '#core/contracts/analysis';
import type { Summary } from '#core/contracts/report';
import { defaultReportSettings, noCounts } from '#core/contracts/run';
import type { ReportSettings, RowFilter, Run } from '#core/contracts/run';
import { labelShares } from '#core/report/by-label';
import { lightPalette } from '#core/report/drawing-colours';
import { countText, intervalText, shareTexts } from '#core/report/drawing-figures';
import { framedDrawing } from '#core/report/drawing-frame';
import { allDrawings } from '#core/report/drawings/all-drawings';
import { svgFile } from '#core/report/svg';
import type { Runs } from '../../src/engine/runs/runs.ts';
import { PicturesSection } from '../../src/features/files/pictures/pictures-section.tsx';
import { emptySummary, hostileNames, summaryArbitrary } from '../unit/report/summary-arbitrary.ts';
import '../../src/ui/tokens.css';

const share = labelShares;
const summary: Summary = {
  ...emptySummary,
  counts: { ...noCounts(), rows: 1240, read: 1200 },
  all: share({ negative: 600, neutral: 100, positive: 400, mixed: 60, unsure: 40 }),
  scores: [
    {
      from: -1,
      to: 0,
      count: 650,
      byLabel: { negative: 600, neutral: 0, positive: 0, mixed: 30, unsure: 20 },
    },
    {
      from: 0,
      to: 1,
      count: 550,
      byLabel: { negative: 0, neutral: 100, positive: 400, mixed: 30, unsure: 20 },
    },
  ],
  confidences: [
    { from: 0.6, to: 0.61, count: 40, answers: 40, sum: 24 },
    { from: 0.9, to: 0.91, count: 1160, answers: 1100, sum: 990 },
  ],
  trend: {
    unit: 'month',
    undated: 2,
    points: [
      { from: '2026-03-01', ...share({ negative: 62, neutral: 8, positive: 30, mixed: 0, unsure: 0 }) },
      { from: '2026-04-01', ...share({ negative: 29, neutral: 11, positive: 60, mixed: 0, unsure: 0 }) },
    ],
  },
  groups: {
    groups: [
      { name: 'Porto', ...share({ negative: 50, neutral: 10, positive: 40, mixed: 0, unsure: 0 }) },
      { name: '<b>Faro</b>', ...share({ negative: 2, neutral: 0, positive: 3, mixed: 0, unsure: 0 }) },
    ],
    others: { groups: 0, rows: 0 },
  },
  ratings: {
    lowest: 1,
    highest: 5,
    byRating: [{ rating: 5, ...share({ negative: 37, neutral: 0, positive: 63, mixed: 0, unsure: 0 }) }],
    highReadsNegative: { from: 4, to: 5, count: 37 },
    lowReadsPositive: { from: 1, to: 2, count: 0 },
    unrated: 4,
  },
  drivers: {
    negative: [{ phrase: 'cold breakfast', count: 141, otherCount: 12, z: 8 }],
    positive: [{ phrase: 'view', count: 233, otherCount: 40, z: 9 }],
    of: { negative: 600, positive: 400 },
  },
};

const run: Run = {
  id: 'run',
  name: 'guest-survey.csv',
  sizeBytes: 1,
  createdAtMs: 0,
  finishedAtMs: null,
  changedAtMs: 0,
  shape: { kind: 'csv', encoding: 'utf-8', delimiter: ',', hasHeader: true },
  columns: ['Comment', 'Hotel'],
  roles: { text: [0], date: null, group: 1, rating: null },
  anyLanguage: false,
  state: 'paused',
  haltedBy: null,
  rows: 5000,
  counts: summary.counts,
  models: [{ name: 'Undertone', version: '1.1.0', sha256: '83e0' }],
};

let root: Root;
let place: HTMLElement;
let asked: ReportSettings[];
let filters: RowFilter[];

/** By this line the words are never counted to their end. */
const slowLine = 0.55;

/** Answers with the summary, and has nothing else. */
const runs = new Proxy<Partial<Runs>>(
  {
    summary: (_, { settings }, _signal, onFigures) => {
      asked.push(settings);
      if (settings.unsureBelow === slowLine) {
        const all = share({ negative: 1111, neutral: 0, positive: 0, mixed: 0, unsure: 0 });
        onFigures?.({ ...summary, all });
        return new Promise(() => undefined);
      }
      return Promise.resolve({
        ...summary,
        themes: settings.themes.map(({ name }) => {
          const parts = share({ negative: 20, neutral: 0, positive: 5, mixed: 0, unsure: 0 });
          return { name, parts: parts.rows, ...parts };
        }),
      });
    },
  },
  {},
) as Runs;

function Shown() {
  const [settings, setSettings] = useState(defaultReportSettings);
  return (
    <PicturesSection
      runs={runs}
      standing={{ run, rowsPerSecond: null, remainingMs: null }}
      manifest={null}
      settings={settings}
      onSettings={setSettings}
      onFilter={(filter) => filters.push(filter)}
    />
  );
}

beforeEach(async () => {
  asked = [];
  filters = [];
  place = document.createElement('main');
  document.body.append(place);
  root = createRoot(place);
  root.render(
    <QueryClientProvider client={new QueryClient()}>
      <Shown />
    </QueryClientProvider>,
  );
  await expect.poll(() => place.querySelectorAll('svg.drawing').length).toBeGreaterThan(7);
});

afterEach(() => {
  root.unmount();
  place.remove();
});

const plain = (text: string | null | undefined): string => (text ?? '').replaceAll('\u00A0', ' ');

function picture(title: string): HTMLElement {
  const found = [...place.querySelectorAll('section')].find(
    (section) => section.querySelector('h3')?.textContent === title,
  );
  if (found === undefined) throw new Error(`There is no picture "${title}".`);
  return found;
}

function button(within: HTMLElement, name: string | RegExp): HTMLButtonElement {
  const found = [...within.querySelectorAll('button')].find((each) => {
    const said = each.getAttribute('aria-label') ?? each.textContent ?? '';
    return typeof name === 'string' ? said === name : name.test(said);
  });
  if (found === undefined) throw new Error(`There is no button ${String(name)}.`);
  return found;
}

async function tableOf(title: string): Promise<string[][]> {
  const section = picture(title);
  await userEvent.click(button(section, 'As a table'));
  return [...section.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => plain(cell.textContent)),
  );
}

test('the five labels say what the summary says, in the drawing and in its table', async () => {
  const drawn = plain(picture('How the rows read').querySelector('svg')?.textContent);
  const rows = await tableOf('How the rows read');
  const texts = shareTexts(verdictLabels.map((label) => summary.all.shares[label].share));
  for (const [index, label] of verdictLabels.entries()) {
    const part = texts[index] ?? '';
    const { count, low, high } = summary.all.shares[label];
    expect(drawn).toContain(countText(count));
    expect(drawn).toContain(plain(part));
    expect(rows[index]?.slice(1)).toEqual([part, intervalText({ low, high }), countText(count)].map(plain));
  }
});

test('trend, groups and drivers say what the summary says, and names stay words', async () => {
  expect(await tableOf('Negative over time')).toEqual([
    ['March 2026', '62 %', '52–71 %', '62', '100'],
    ['April 2026', '29 %', '21–39 %', '29', '100'],
  ]);
  const groups = await tableOf('By Hotel');
  expect(groups[0]?.[0]).toBe('Porto');
  expect(groups[0]?.[1]).toContain('50 · 50 %');
  expect(groups[1]).toEqual(['<b>Faro</b>', '2', '0', '3', '0', '0', '5']);
  expect(place.querySelector('b')).toBeNull();
  expect(await tableOf('More common in negative answers')).toEqual([['cold breakfast', '141', '12']]);
});

test('every drawing has a sentence for those who do not see it, and how far the run has come is said', () => {
  for (const drawing of place.querySelectorAll('svg.drawing')) {
    expect(drawing.getAttribute('role')).toBe('img');
    expect(drawing.getAttribute('aria-label')).toMatch(/\. .+\.$/);
  }
  expect(plain(place.textContent)).toContain('First 1,240 of 5,000 are drawn.');
});

test('figures lead to their rows', async () => {
  await tableOf('How the rows read');
  await userEvent.click(button(picture('How the rows read'), /^Mixed/));
  await tableOf('By Hotel');
  await userEvent.click(button(picture('By Hotel'), /^Porto/));
  await tableOf('More common in negative answers');
  await userEvent.click(button(picture('More common in negative answers'), /^cold breakfast/));
  const ratings = picture('Rating against reading');
  expect(ratings.textContent).toContain('Rated 4–5, reads negative: 37');
  await userEvent.click(button(ratings, /^Rated 4–5/));
  // Where there is none there is no list.
  expect(ratings.querySelectorAll('.disagreement button')).toHaveLength(1);
  expect(filters).toEqual([
    { kinds: ['mixed'] },
    { group: 'Porto' },
    { kinds: ['negative'], search: 'cold breakfast' },
    { kinds: ['negative'], rating: { from: 4, to: 5 } },
  ]);
});

test('a theme is counted once it is kept, and removed again; what is being written meanwhile stays', async () => {
  await userEvent.click(button(place, 'Add a theme'));
  await userEvent.keyboard('Breakfast{Enter}');
  expect(place.querySelector('.theme-problem')?.textContent).toContain('at least one word');
  await userEvent.tab();
  await userEvent.keyboard('coffee, eggs ,coffee{Enter}');
  await expect.poll(() => place.querySelector('.theme-form')).toBeNull();
  await userEvent.click(button(place, 'Add a theme'));
  await userEvent.keyboard('Sta');
  await expect.poll(() => asked.at(-1)?.themes).toEqual([{ name: 'Breakfast', words: ['coffee', 'eggs'] }]);
  await expect.poll(() => picture('Your themes').querySelector('svg')?.textContent).toContain('Breakfast');
  await userEvent.keyboard('ff');
  expect(place.querySelector<HTMLInputElement>('.theme-form input')?.value).toBe('Staff');
  await userEvent.keyboard('{Escape}');
  await userEvent.click(button(place, 'Remove Breakfast'));
  await expect.poll(() => picture('Your themes').querySelector('svg')).toBeNull();
});

test('the line for unsure tells at once what it would leave, and counts anew when it rests', async () => {
  const section = picture('When it says unsure');
  const range = section.querySelector('input');
  if (range === null) throw new Error('There is no slider.');
  expect(plain(range.getAttribute('aria-valuetext'))).toBe(
    '50 %: 0 % unsure, 89 % of the others expected to be right',
  );
  range.focus();
  for (let step = 0; step < 11; step += 1) await userEvent.keyboard('{ArrowRight}');
  expect(plain(range.getAttribute('aria-valuetext'))).toBe(
    '61 %: 3 % unsure, 90 % of the others expected to be right',
  );
  await expect.poll(() => asked.at(-1)?.unsureBelow).toBe(0.61);
  await userEvent.click(button(section, /^Back to 50/));
  await expect.poll(() => range.value).toBe('50');
});

test('figures by another line are drawn at once, and that the words are behind is said', async () => {
  const range = picture('When it says unsure').querySelector('input');
  range?.focus();
  for (let step = 0; step < 5; step += 1) await userEvent.keyboard('{ArrowRight}');
  await expect
    .poll(() => plain(picture('How the rows read').querySelector('svg')?.textContent))
    .toContain(plain(countText(1111)));
  expect(place.textContent).toContain('Words and themes are still being counted anew.');
  expect(plain(picture('More common in negative answers').textContent)).toContain('cold breakfast');
});

test('every saved drawing is a document of XML with its words as they were written', () => {
  const hostile: Summary = {
    ...summary,
    groups: {
      groups: hostileNames.map((name, index) => ({
        name,
        ...share({ negative: index, neutral: 20, positive: 5, mixed: 0, unsure: 0 }),
      })),
      others: { groups: 0, rows: 0 },
    },
  };
  const reader = new DOMParser();
  const check = (given: Summary, column: string, width: number): void => {
    for (const drawing of allDrawings(given, { group: column, rating: column }, width)) {
      const framed = framedDrawing(drawing, `${column}.csv`);
      const parsed = reader.parseFromString(svgFile(framed), 'image/svg+xml');
      expect(parsed.querySelector('parsererror')?.textContent).toBeUndefined();
      expect(parsed.documentElement.namespaceURI).toBe('http://www.w3.org/2000/svg');
      expect(
        [...parsed.querySelectorAll('*')].filter(
          ({ localName }) => !/^(?:svg|title|desc|path|text|tspan)$/.test(localName),
        ),
      ).toEqual([]);
      expect(parsed.querySelectorAll('text').length).toBe(
        framed.marks.filter(({ kind }) => kind === 'text').length,
      );
    }
  };
  for (const name of hostileNames) check(hostile, name, 343);
  fc.assert(
    fc.property(summaryArbitrary, (given) => check(given, 'Hotel', 522)),
    { numRuns: 20 },
  );
});

test('saved drawings have the light colours of the page', () => {
  const tokens = {
    ink: 'ink',
    soft: 'ink-soft',
    line: 'line',
    control: 'control',
    paper: 'paper',
    negative: 'negative',
    'negative-tint': 'negative-tint-2',
    neutral: 'neutral-fill',
    positive: 'positive',
    unsure: 'unsure',
  } as const satisfies Record<keyof typeof lightPalette, string>;
  place.style.colorScheme = 'light';
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This browser does not paint.');
  const pixel = (colour: string): number[] => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  for (const [name, token] of Object.entries(tokens)) {
    place.style.color = `var(--${token})`;
    const own = pixel(String(Reflect.get(lightPalette, name)));
    for (const [channel, value] of pixel(getComputedStyle(place).color).entries())
      expect(Math.abs(value - (own[channel] ?? 0)), `${name} ${own.join()}`).toBeLessThanOrEqual(1);
  }
});
