/** How the figures of a run came about and what was said in it, as texts to copy elsewhere. */
import type { VerdictLabel } from '../contracts/analysis.ts';
import type { ReportSettings, Run, RunCounts } from '../contracts/run.ts';
import type { ColumnRoles } from '../contracts/table.ts';
import type { Thresholds } from '../score/verdict.ts';
import { areCalibrated } from './of-three.ts';

export interface MethodFacts {
  run: Pick<Run, 'name' | 'columns' | 'roles' | 'rows' | 'models' | 'anyLanguage'>;
  /** Of the rows that the figures are of. */
  counts: RunCounts;
  settings: ReportSettings;
  /** Of the model that the rows were read with; null where they are not known. */
  thresholds: Thresholds | null;
  /** Rows of which a person said otherwise than the model; none unless told. */
  corrected?: number;
  /** The day that the figures are of, ISO 8601. */
  day: string;
}

/** Paragraphs of plain sentences, with a blank line between them. */
export function methodText(facts: MethodFacts): string {
  return [
    whatWasRead(facts),
    whatWasNot(facts),
    whatItWasReadWith(facts),
    whatLabelsMean(facts),
    whereProbabilitiesComeFrom(facts),
    whatIntervalsMean(facts),
  ]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

function whatWasRead({ run, counts }: MethodFacts): string {
  const columns = run.roles.text.map((place) => `“${run.columns[place] ?? String(place + 1)}”`);
  const texts =
    columns.length === 1
      ? `The texts are those of the column ${columns[0] ?? ''}.`
      : `The texts are those of the columns ${columns.slice(0, -1).join(', ')} and ${columns.at(-1) ?? ''}, joined row by row.`;
  const soFar = counts.rows < run.rows ? ` The figures are of the first ${number(counts.rows)} of them.` : '';
  return `The file ${run.name} has ${rowsOf(run.rows)}.${soFar} ${texts} ${wasOrWere(counts.read)} read and counted.${datesText(run.roles)}`;
}

function datesText({ date, dateOrder }: ColumnRoles): string {
  if (date === null || dateOrder === undefined) return '';
  const read = dateOrder === 'day-first' ? 'the day first (3 May)' : 'the month first (5 March)';
  return ` Dates such as 3/5/2024 were read with ${read}.`;
}

function whatWasNot({ run, counts }: MethodFacts): string {
  const sentences = [
    [
      counts.empty,
      `${wasOrWere(counts.empty)} empty, or held a sign for none such as “n/a” or “-”, and not counted.`,
    ],
    [
      counts.otherLanguage,
      `${wasOrWere(counts.otherLanguage)} not in English: kept in the file, not scored and not counted.`,
    ],
    [counts.failed, `${wasOrWere(counts.failed)} not read because of a failure, and not counted.`],
    [
      counts.malformed,
      `${wasOrWere(counts.malformed)} not well formed in the file, and read as far as possible.`,
    ],
    [
      counts.repeated,
      `In ${rowsOf(counts.repeated)} stood a text of an earlier row: it was read once and counted every time.`,
    ],
  ] as const;
  const told: string[] = sentences.flatMap(([count, sentence]) => (count > 0 ? [sentence] : []));
  if (run.anyLanguage) told.push('Texts in any language were read, though the model learned English only.');
  return told.join(' ');
}

function whatItWasReadWith({ run, day }: MethodFacts): string {
  const models = run.models.map(
    ({ name, version, sha256 }) => `${name}, version ${version} (SHA-256 of the model file: ${sha256})`,
  );
  if (models.length === 0) return `The figures are of ${dayText(day)}.`;
  const change =
    models.length > 1 ? ' The model was updated in between: the first rows were read with the first.' : '';
  return `The texts were read with ${models.join(' and ')}. The figures are of ${dayText(day)}.${change}`;
}

function whatLabelsMean({ settings, thresholds, corrected = 0 }: MethodFacts): string {
  const byHand =
    corrected === 0 ? '' : ` ${wasOrWere(corrected)} corrected by hand; the shares are the model’s.`;
  return (
    'The model gives each text three probabilities. A text has the label of the likeliest: negative, neutral or positive. ' +
    'It is mixed where one of its sentences or clauses is positive and another negative. ' +
    `${unsureText(settings.unsureBelow, thresholds)} ${reviewText(thresholds)}${byHand}`
  );
}

function unsureText(chosen: number | null, thresholds: Thresholds | null): string {
  const below = (line: number): string => `It is unsure where the likeliest has less than ${percent(line)}.`;
  if (chosen === null) {
    return thresholds === null
      ? 'It is unsure where the likeliest is too little; where that line lay when these rows were read is not known here.'
      : below(thresholds.answer);
  }
  const models =
    thresholds === null
      ? 'where the model had it is not known here'
      : `the model has it at ${percent(thresholds.answer)}`;
  return `${below(chosen)} That line was chosen for this report; ${models}.`;
}

function reviewText(thresholds: Thresholds | null): string {
  const which =
    thresholds === null ? 'that is little above that' : `with less than ${percent(thresholds.review)}`;
  return `A label ${which} is marked to be looked at.`;
}

function whereProbabilitiesComeFrom({ run }: MethodFacts): string {
  if (!areCalibrated(run.models)) {
    return 'The probabilities are those of a model that was brought along: nobody has held them against people’s labels.';
  }
  return (
    'The probabilities were calibrated on public test sets, not on this file: of 100 test texts that were read with 84 %, ' +
    'about 84 had the label that people gave them. Texts of another kind may be read less well. ' +
    'A blind check of rows of this file, drawn at random, tells how well it was read.'
  );
}

function whatIntervalsMean({ run, settings }: MethodFacts): string {
  const sentences = [
    'Shares are of the rows that were read. Their intervals are 95 % score intervals (Wilson 1927): they say how far chance may have moved a share among so few rows, and nothing of how often the model is wrong.',
    ...(areCalibrated(run.models)
      ? [
          'How the rows would divide if each had to be one of three is the mean of their probabilities, over all rows that were read and wherever the line for unsure lies. Its intervals are of the same kind: they hold chance in which rows came and in how people would label each. Where the probabilities are off for texts of this kind, it may miss by several points more.',
        ]
      : []),
    'Words and phrases that are more common on one side were found by log-odds with a prior taken from all rows (Monroe, Colaresi and Quinn 2008); each counts once a row, and those that only say the tone come last, where few others were found.',
  ];
  if (settings.themes.length > 0) {
    sentences.push(
      'Themes are lists of words: their shares are of the clauses, or sentences without clauses, that hold one of them.',
    );
  }
  return sentences.join(' ');
}

export interface QuotedRow {
  /** Its place in the file, from 0. */
  row: number;
  text: string;
  label: VerdictLabel;
  /** 0 to 1. */
  confidence: number;
}

/** Quotes with the numbers of their rows, from 1 and without the row of names. */
export function quotesText(fileName: string, quotes: readonly QuotedRow[]): string {
  const told = quotes.map(({ row, text, label, confidence }) => {
    const sure =
      label === 'mixed' || label === 'unsure'
        ? label
        : `${label}, ${percent(Math.round(confidence * 100) / 100)} sure`;
    return `“${text.trim()}”\n(row ${number(row + 1)}: ${sure})`;
  });
  return [...told, `From ${fileName}. Rows are counted from 1, without the row of names.`].join('\n\n');
}

function wasOrWere(count: number): string {
  return `${rowsOf(count)} ${count === 1 ? 'was' : 'were'}`;
}

function rowsOf(count: number): string {
  return `${number(count)} ${count === 1 ? 'row' : 'rows'}`;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}

function percent(share: number): string {
  return `${String(Math.round(share * 1000) / 10)} %`;
}

function dayText(day: string): string {
  return new Date(day).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
}
