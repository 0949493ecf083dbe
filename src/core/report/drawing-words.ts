/** The words in drawings and in the report: made where no page is, so they are kept here. */
import { tones } from '../contracts/analysis.ts';
import type { ToneShares } from '../contracts/report.ts';
import { countText, intervalText, pluralText, shareTexts } from './drawing-figures.ts';

export const drawingWords = {
  rows: 'Rows',
  parts: 'Parts',
  label: 'Label',
  share: 'Share',
  interval: '95 % interval',
  rowsOf: (count: number) => pluralText(count, 'row', 'rows'),
  partsOf: (count: number) => pluralText(count, 'part', 'parts'),
  nothing: 'Nothing to draw yet.',
  /** Beside groups with mixed rows and groups without any. */
  noneMixed: 'Mixed takes two parts that disagree: rows of a single sentence seldom are.',
  fewRows: 'Groups of fewer than ten rows show counts only.',

  shares: {
    title: 'How the rows read',
    aside: (rows: number) => `of ${countText(rows)}, with 95 % interval`,
    few: (rows: number) => `of ${countText(rows)}`,
    fewNote: 'Fewer than ten rows show counts only.',
  },
  ofThree: {
    sentence: (all: ToneShares) => `If every row had to be one of three: about ${divided(all)}.`,
    divided,
    named: (group: ToneShares) => `Of three: ${divided(group)}`,
    /** Of each tone with its interval below it; rounded as in the sentence. */
    cells,
    belowBars: 'Of three: about how it would be if every row had to be negative, neutral or positive.',
    column: 'If one of three',
    columnOf: (name: string) => `${name}, if one of three`,
  },
  scores: {
    title: 'Scores, from negative to positive',
    aside: 'rows, drawn as they read',
    note: 'A score is how likely positive is, less how likely negative is. Mixed rows are half and half, unsure ones hollow.',
    description: (below: number, above: number, rows: number) =>
      `Of ${pluralText(rows, 'row', 'rows')}, ${countText(below)} have a score below zero and ${countText(above)} one of zero or above.`,
    score: 'Score',
    lowest: '−1 negative',
    highest: 'positive 1',
    range: (from: string, to: string) => `${from} to ${to}`,
  },
  trend: {
    title: 'Negative over time',
    aside: 'share, with 95 % interval',
    columns: { day: 'Day', week: 'Week from', month: 'Month', quarter: 'Quarter', year: 'Year' },
    hollow: 'Hollow: fewer than ten rows.',
    gap: 'Dashed: no rows in between.',
    below: 'Below each date: its rows.',
    undated: (count: number) => `${pluralText(count, 'row', 'rows')} without a date that could be read.`,
    description: (parts: readonly string[]) =>
      parts.length === 0
        ? 'Share of negative. No point has ten rows or more.'
        : `Share of negative. ${parts.join('; ')}.`,
    point: (date: string, share: string, rows: number) => `${date}: ${share} of ${countText(rows)}`,
  },
  groups: {
    title: (column: string) => (column === '' ? 'By group' : `By ${column}`),
    aside: '',
    column: 'Group',
    unnamed: '(no group)',
    others: (groups: number, rows: number) =>
      `And ${pluralText(groups, 'smaller group', 'smaller groups')}, together ${pluralText(rows, 'row', 'rows')}.`,
  },
  ratings: {
    title: 'Rating against reading',
    column: 'Rating',
    rated: (rating: string) => `Rated ${rating}`,
    highNegative: (from: number, to: number, count: number) =>
      `Rated ${span(from, to)}, reads negative: ${countText(count)}`,
    lowPositive: (from: number, to: number, count: number) =>
      `Rated ${span(from, to)}, reads positive: ${countText(count)}`,
    unrated: (count: number) => `${pluralText(count, 'row', 'rows')} without a rating.`,
  },
  themes: {
    title: 'Your themes',
    column: 'Theme',
    note: 'By the tone of the sentences and clauses that hold one of its words.',
    few: 'Themes of fewer than ten parts show counts only.',
  },
  drivers: {
    negative: 'More common in negative answers',
    positive: 'More common in positive answers',
    of: (rows: number) => `of ${countText(rows)}`,
    none: 'No word stands out yet.',
    column: 'Word or phrase',
    negativeColumn: (rows: number) => `In negative, of ${countText(rows)}`,
    positiveColumn: (rows: number) => `In positive, of ${countText(rows)}`,
    description: (title: string, items: readonly string[]) =>
      items.length === 0 ? `${title}: none yet.` : `${title}: ${items.join(', ')}.`,
  },
  sureness: {
    title: 'When it says unsure',
    aside: 'by the line below which it does',
    unsure: 'unsure',
    right: 'expected right',
    about: (rows: number) => `about ${pluralText(rows, 'row', 'rows')}`,
    line: 'Line',
    note: 'Expected: as often as answers this sure were right in public test sets. Mixed rows stay mixed while their parts are this sure.',
    uncalibrated:
      'How right this model is was not measured. Mixed rows stay mixed while their parts are this sure.',
    description: (line: string, unsure: string, right: string | null) =>
      `With the line at ${line}, ${unsure} of the rows are unsure${right === null ? '' : `, and ${right} of the others are expected to be right`}.`,
  },
  tooFew: (parts: readonly string[]) => parts.join(', '),
  divergingDescription: (parts: readonly string[]) => `${parts.join('; ')}.`,
} as const;

/** "32 % negative, 25 % neutral, 43 % positive". */
function divided({ shares }: ToneShares): string {
  return percentsOf(shares)
    .map((text, place) => `${text} ${tones[place] ?? ''}`)
    .join(', ');
}

function cells({ shares }: ToneShares): string[] {
  const texts = percentsOf(shares);
  return tones.map((tone, place) => `${texts[place] ?? ''}\n${intervalText(shares[tone])}`);
}

function percentsOf(shares: ToneShares['shares']): string[] {
  return shareTexts(tones.map((tone) => shares[tone].share));
}

function span(from: number, to: number): string {
  return from === to ? String(from) : `${from}–${to}`;
}
