import { describe, expect, it } from 'vitest';
import { defaultReportSettings, noCounts } from '#core/contracts/run';
import { methodText, quotesText } from '#core/report/method';
import type { MethodFacts } from '#core/report/method';

const facts: MethodFacts = {
  run: {
    name: 'guest-survey.csv',
    columns: ['Id', 'Comment', 'Anything else'],
    roles: { text: [1], date: null, group: null, rating: null },
    rows: 5_000,
    models: [{ name: 'Undertone English', version: '1.0.0', sha256: 'abc123' }],
    anyLanguage: false,
  },
  counts: { ...noCounts(), rows: 5_000, read: 4_549, empty: 412, otherLanguage: 38, failed: 1, repeated: 20 },
  settings: defaultReportSettings,
  thresholds: { answer: 0.55, review: 0.8 },
  day: '2026-11-28',
};

describe('the method', () => {
  it('tells how the figures came about', () => {
    const text = methodText(facts);
    for (const sentence of [
      'The file guest-survey.csv has 5,000 rows. The texts are those of the column “Comment”. 4,549 rows were read and counted.',
      '412 rows were empty, or held a sign for none such as “n/a” or “-”, and not counted.',
      '38 rows were not in English: kept in the file, not scored and not counted.',
      '1 row was not read because of a failure, and not counted.',
      'Undertone English, version 1.0.0 (SHA-256 of the model file: abc123)',
      '28 November 2026',
      'less than 55 %.',
      'less than 80 %',
      'calibrated on public test sets, not on this file',
      'Wilson 1927',
    ]) {
      expect(text).toContain(sentence);
    }
    expect(text).not.toContain('well formed');
    expect(text).not.toContain('chosen for this report');
    expect(text).not.toContain('Themes');
    expect(text).not.toMatch(/undefined|null|NaN|\n{3}| {2}/);
  });

  it('tells what was chosen otherwise', () => {
    const text = methodText({
      ...facts,
      run: { ...facts.run, roles: { ...facts.run.roles, text: [1, 2] }, anyLanguage: true },
      counts: { ...facts.counts, rows: 1_240 },
      settings: { ...defaultReportSettings, unsureBelow: 0.7, themes: [{ name: 'Food', words: ['food'] }] },
    });
    expect(text).toContain('The figures are of the first 1,240 of them.');
    expect(text).toContain('the columns “Comment” and “Anything else”, joined row by row');
    expect(text).toContain('less than 70 %. That line was chosen for this report; the model has it at 55 %.');
    expect(text).toContain('Themes are lists of words');
    expect(text).toContain('in any language');
  });

  it('tells how dates were read that can be read in two ways', () => {
    const roles = { ...facts.run.roles, date: 0, dateOrder: 'day-first' as const };
    expect(methodText({ ...facts, run: { ...facts.run, roles } })).toContain(
      'Dates such as 3/5/2024 were read with the day first (3 May).',
    );
    expect(methodText(facts)).not.toContain('3/5/2024');
  });

  it('claims no calibration for a model that has none', () => {
    const models = [{ name: 'Own', version: '', sha256: 'f', calibrated: false as const }];
    const text = methodText({ ...facts, run: { ...facts.run, models } });
    expect(text).toContain('nobody has held them against people’s labels');
    expect(text).not.toContain('public test sets');
  });

  it('says how many rows a person has corrected, and that the shares are not of that', () => {
    expect(methodText({ ...facts, corrected: 3 })).toContain(
      '3 rows were corrected by hand; the shares are the model’s.',
    );
    expect(methodText({ ...facts, corrected: 1 })).toContain('1 row was corrected by hand;');
    expect(methodText(facts)).not.toContain('corrected');
  });

  it('claims no line of a model whose lines are not known', () => {
    const text = methodText({ ...facts, thresholds: null });
    expect(text).toContain('where that line lay when these rows were read is not known here');
    const chosen = methodText({
      ...facts,
      thresholds: null,
      settings: { ...defaultReportSettings, unsureBelow: 0.7 },
    });
    expect(chosen).toContain(
      'less than 70 %. That line was chosen for this report; where the model had it is not known here.',
    );
    for (const told of [text, chosen]) expect(told).not.toMatch(/undefined|null|NaN|55 %|80 %/);
  });

  it('says it where the model changed in between', () => {
    const models = [...facts.run.models, { name: 'Undertone English', version: '1.1.0', sha256: 'def456' }];
    expect(methodText({ ...facts, run: { ...facts.run, models } })).toContain(
      'The model was updated in between',
    );
    expect(methodText({ ...facts, run: { ...facts.run, models: [] } })).toContain(
      'The figures are of 28 November 2026.',
    );
  });
});

it('gives quotes with the numbers of their rows', () => {
  expect(
    quotesText('guest-survey.csv', [
      { row: 0, text: 'Cold breakfast. ', label: 'negative', confidence: 0.843 },
      { row: 1_239, text: 'Fine, but loud.', label: 'mixed', confidence: 0.6 },
    ]),
  ).toBe(
    [
      '“Cold breakfast.”',
      '(row 1: negative, 84 % sure)',
      '',
      '“Fine, but loud.”',
      '(row 1,240: mixed)',
      '',
      'From guest-survey.csv. Rows are counted from 1, without the row of names.',
    ].join('\n'),
  );
});
