/** The report: complete in itself, fetches nothing, and lets nobody's words be more than words. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Summary } from '#core/contracts/report';
import { defaultReportSettings } from '#core/contracts/run';
import { agreement, correctedShares } from '#core/report/agreement';
import { allDrawings } from '#core/report/drawings/all-drawings';
import { escaped } from '#core/report/html-escape';
import { htmlReport } from '#core/report/html-report';
import type { HtmlReport } from '#core/report/html-report';
import {
  emptySummary,
  hostileNames,
  nameArbitrary,
  singleRow,
  summaryArbitrary,
} from './summary-arbitrary.ts';

const sha256 = '83e076ec17b8b9f2d97a7ec590315c7c94e811abf6232af7c65ef55b33da8a1c';

function reported(summary: Summary, given: Partial<HtmlReport> = {}): string {
  return htmlReport({
    run: {
      name: 'guest-survey.csv',
      columns: ['Id', 'Comment', 'Hotel'],
      roles: { text: [1], date: null, group: 2, rating: null },
      rows: 5000,
      models: [{ name: 'Undertone', version: '1.1.0', sha256 }],
      anyLanguage: false,
    },
    summary,
    thresholds: { answer: 0.75, review: 0.87 },
    settings: defaultReportSettings,
    madeAtMs: Date.UTC(2026, 7, 3, 14, 5),
    ...given,
  });
}

/** Everything between tags, as a reader sees it. */
function textOf(html: string): string {
  return html
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll('\u00A0', ' ');
}

const tagsOf = (html: string): string[] => [
  ...new Set([...html.matchAll(/<([a-z0-9]+)/gi)].map(([, tag = '']) => tag)),
];

/** Attributes with which a document reaches for something, or does something. */
const reaching =
  /\s(?:src|href|srcset|action|formaction|data|poster|background|on[a-z]+)=|url\(|@import|https?:/i;

describe('whatever is reported', () => {
  test('the page is of known parts, reaches for nothing and forbids itself to', () => {
    fc.assert(
      fc.property(summaryArbitrary, nameArbitrary, (summary, name) => {
        const run = {
          name,
          columns: [name, name, name],
          roles: { text: [0, 1], date: null, group: 2, rating: null },
          rows: 10,
          models: [{ name, version: name, sha256: name }],
          anyLanguage: false,
        };
        const html = reported(summary, {
          run,
          settings: { unsureBelow: 0.6, themes: [{ name, words: [name, name] }], trendUnit: null },
          quotes: [{ row: 3, text: name, label: 'negative', confidence: 0.9 }],
        });
        expect(html.replaceAll(escaped(name) || '\0', '')).not.toMatch(reaching);
        expect(
          tagsOf(html).filter((tag) =>
            /^(?:script|iframe|object|embed|link|img|base|form|a|image|use)$/i.test(tag),
          ),
        ).toEqual([]);
        expect(html.match(/<script|<\/style>/gi)).toEqual(['</style>']);
        expect(html).toContain('http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;');
      }),
      { numRuns: 40 },
    );
  });

  test('every picture is there, at two widths, with its table', () => {
    fc.assert(
      fc.property(summaryArbitrary, (summary) => {
        const html = reported(summary);
        const drawings = allDrawings(summary, { group: 'Hotel', rating: 'Stars' }, 592);
        expect(html.match(/class="drawing wide"/g)).toHaveLength(drawings.length);
        expect(html.match(/class="drawing narrow"/g)).toHaveLength(drawings.length);
        for (const { title, table } of drawings) {
          expect(html).toContain(`<h2>${escaped(title)}</h2>`);
          for (const { cells } of table.rows)
            for (const cell of cells) expect(html).toContain(`>${escaped(cell)}</t`);
        }
      }),
      { numRuns: 40 },
    );
  });
});

test.each(hostileNames.filter((name) => /[<>&"]/.test(name)))('%j stands there as it was written', (name) => {
  const html = reported(singleRow, { quotes: [{ row: 0, text: name, label: 'positive', confidence: 0.9 }] });
  expect(html).not.toContain(name);
  expect(html).toContain(`<blockquote>${escaped(name)}<footer>`);
});

test('says of what file, read by what, what was left out and how it was done', () => {
  const summary = {
    ...singleRow,
    counts: { ...singleRow.counts, rows: 1240, read: 1190, empty: 40, otherLanguage: 10, malformed: 2 },
  };
  const text = textOf(reported(summary));
  expect(text).toContain('guest-survey.csv');
  expect(text).toContain('Column “Comment” · 5,000 rows');
  expect(text).toContain('First 1,240 of 5,000; 1,190 rows read.');
  expect(text).toContain('40 empty or n/a, not counted · 10 not English, kept, not scored · 2 with a fault');
  expect(text).toContain('Undertone 1.1.0');
  expect(text).toContain(sha256);
  expect(text).toMatch(/calibrated on public test sets/);
  expect(text).toContain('3 August 2026');
});

test('quotes nobody unless asked to', () => {
  const quote = { row: 37, text: 'The breakfast was cold.', label: 'negative', confidence: 0.97 } as const;
  expect(textOf(reported(singleRow))).not.toContain('In their words');
  const text = textOf(reported(singleRow, { quotes: [quote] }));
  expect(text).toContain('The breakfast was cold.');
  expect(text).toContain('Row 38 · Negative, 97 %');
});

test('can be made of nothing', () => {
  expect(textOf(reported(emptySummary))).toContain('0 rows read.');
});

test('has the words of the themes', () => {
  const themes = [{ name: 'Breakfast', words: ['coffee', 'eggs'] }];
  expect(textOf(reported(singleRow, { settings: { ...defaultReportSettings, themes } }))).toContain(
    'coffee, eggs',
  );
});

test('what a blind check said stands in it, with its intervals and of how many rows it is', () => {
  const pairs = Array.from({ length: 30 }, (_, i) => ({
    model: i < 4 ? ('unsure' as const) : ('negative' as const),
    person: i < 8 ? ('neutral' as const) : ('negative' as const),
  }));
  const counts = { negative: 80, neutral: 0, positive: 10, mixed: 0, unsure: 10 };
  const corrected = correctedShares(pairs, counts);
  if (corrected === null) throw new Error('nothing was corrected');
  const check = { drawn: 50, answered: 30, agreement: agreement(pairs), corrected };
  expect(textOf(reported(singleRow))).not.toContain('How well it was read');
  const text = textOf(reported(singleRow, { check, checkedCounts: counts }));
  expect(text).toContain('How well it was read');
  expect(text).toContain(
    'From 30 of 50 rows drawn at random: a person and the model agree on 22 of 26, 85 % (66–94 %). 4 rows of which the model was unsure are not counted here.',
  );
  expect(text).toMatch(/Cohen’s kappa is 0\.00 \(−0\.\d\d to 0\.\d\d\)/);
  expect(text).toContain('No row the model calls positive was checked');
  // Of eighty rows in a hundred 22 in 26 are, none of the unsure, and as many of the positive as the model has.
  expect(text).toMatch(/Negative\s+68 %\s+\d+–\d+ %\s+80 %/);
});
