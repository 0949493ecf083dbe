/** `undertone analyze` over a table: looked through once, then read row by row into what was asked for. */
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Manifest } from '#core/contracts/manifest';
import type { RowResult } from '#core/contracts/row-result';
import type { DateOrder } from '#core/contracts/table';
import { UndertoneError } from '#core/contracts/errors';
import { pluralText } from '#core/report/drawing-figures';
import { countLines } from '#core/report/html-report-words';
import { toRowResult } from '#core/score/row-result';
import { analysisOrError, readTexts } from './analyze-rows.ts';
import { createResultFile } from './cli-answer-store.ts';
import type { AnalyzeCommand } from './cli-arguments.ts';
import { chooseColumns } from './cli-columns.ts';
import { createCounting } from './cli-counting.ts';
import type { Counting } from './cli-counting.ts';
import {
  delimiterRemark,
  emptyRemarks,
  figuresRemark,
  inspectAsTold,
  sheetRemark,
  skippedRemark,
} from './cli-inspect.ts';
import type { CliInput } from './cli-input.ts';
import { figuresOf, tableBytes } from './cli-outputs.ts';
import type { Mask, ReadTable } from './cli-outputs.ts';
import { closingText, createProgress } from './cli-progress.ts';
import type { CliProgress } from './cli-progress.ts';
import { createRowReaders, processesFor } from './cli-readers.ts';
import { readRows } from './cli-reading.ts';
import type { AnsweredRow } from './cli-reading.ts';
import { surveyTable } from './cli-survey.ts';
import type { Survey } from './cli-survey.ts';
import type { LocalEngine } from './local-engine.ts';

/**
 * Finds out all that has to be known of a table before it is read.
 *
 * @param told for choices that nobody made
 * @throws UsageError for a column or a sheet that is not there, and for what is said of another kind of file;
 *   UndertoneError as `surveyTable`
 */
export async function prepareTable(
  command: AnalyzeCommand,
  input: CliInput,
  told: Writable,
): Promise<Survey> {
  const inspection = await inspectAsTold(command, input);
  const { roles, remark } = chooseColumns(inspection, command.columns);
  for (const each of [
    sheetRemark(command, inspection),
    skippedRemark(command, inspection),
    await delimiterRemark(command, input, inspection),
    remark,
    figuresRemark(command),
  ]) {
    if (each !== null) told.write(`${each}\n`);
  }
  const survey = await surveyTable(input, inspection, roles);
  if (figuresRemark(command) === null) {
    for (const each of emptyRemarks(command, survey)) told.write(`${each}\n`);
    const { dateOrder } = survey.roles;
    if (dateOrder !== undefined && roles.dateOrder === undefined)
      told.write(`${dateOrderRemarks[dateOrder]}\n`);
  }
  return survey;
}

const dateOrderRemarks: Record<DateOrder, string> = {
  'day-first': 'Dates such as 3/5/2024 are read with the day first; --date-order mdy reads the month first.',
  'month-first':
    'Dates such as 3/5/2024 are read with the month first; --date-order dmy reads the day first.',
};

export interface TableJob {
  readonly command: AnalyzeCommand;
  readonly survey: Survey;
  readonly engine: LocalEngine;
  readonly modelsDir: string;
  /** Of the model that the engine reads with. */
  readonly manifest: Manifest;
  readonly output: Writable;
  /** Asked for once there is one to write. */
  readonly report: (() => Promise<Writable>) | null;
  readonly told: Writable;
  /** Whether somebody sees what is told as it comes. */
  readonly isWatched: boolean;
}

interface Watching {
  readonly counting: Counting;
  readonly progress: CliProgress;
}

/** @returns how many rows failed; with analyses, those without any */
export async function analyzeTable(job: TableJob): Promise<{ failed: number }> {
  const { command, survey, manifest, report, told } = job;
  const counting = createCounting(survey);
  const progress = createProgress(survey.rows, job.isWatched ? told : null);
  const mask = command.isMasked ? (await import('./cli-mask.ts')).mask : null;
  if (command.format === 'analysis') await writeAnalyses(job, { counting, progress });
  else await writeResults(job, { counting, progress }, mask);
  const { rows, tookMs } = progress.end();
  const summary = counting.summary();
  if (report !== null) {
    const figures = { survey, manifest, summary, mask };
    const { reportOf } = await import('./cli-report.ts');
    await pipeline([reportOf(figures, Date.now(), command.anyLanguage)], await report());
  }
  const lines = [...countLines(summary.counts, survey.rows), closingText(rows, tookMs)];
  told.write(`${pluralText(rows, 'row', 'rows')} in all. ${lines.join(' ')}\n`);
  const { read, failed } = summary.counts;
  return { failed: command.format === 'analysis' ? rows - read : failed };
}

async function writeAnalyses(job: TableJob, { counting, progress }: Watching): Promise<void> {
  const { survey, engine, output, command } = job;
  const { anyLanguage } = command;

  async function* lines(): AsyncGenerator<string, void, undefined> {
    const read = (texts: readonly string[]) => readTexts(engine, texts, anyLanguage);
    const blank = new UndertoneError('text-blank');
    // An analysis is of one row: a text that comes again is read again.
    for await (const each of readRows(survey, { read, atOnce: 1, blank, store: null })) {
      counting.add(each, toRowResult(each.answer));
      progress.row();
      yield `${JSON.stringify(analysisOrError(each.answer, each.row.line))}\n`;
    }
  }

  await pipeline(lines(), output, { end: output !== process.stdout });
}

async function writeResults(job: TableJob, { counting, progress }: Watching, mask: Mask): Promise<void> {
  const { survey, engine, output, command, manifest } = job;
  const { anyLanguage, format, modelId } = command;
  const store = createResultFile();
  const readers = createRowReaders(
    { engine, modelsDir: job.modelsDir, modelId, anyLanguage },
    processesFor(survey.rows - survey.repeats.size),
  );

  async function* rows(): AsyncGenerator<AnsweredRow<RowResult>, void, undefined> {
    const { read, atOnce } = readers;
    for await (const each of readRows(survey, { read, atOnce, blank: { kind: 'empty' }, store })) {
      counting.add(each, each.answer);
      progress.row();
      yield each;
    }
  }

  async function* figures(): AsyncGenerator<string, void, undefined> {
    for await (const each of rows()) void each;
    const read: ReadTable = { survey, manifest, summary: counting.summary(), mask };
    if (job.isWatched) progress.end();
    yield figuresOf(format === 'json' ? 'json' : 'table', read);
  }

  try {
    const bytes =
      format === 'csv' || format === 'xlsx' || format === 'jsonl'
        ? tableBytes(format, { survey, manifest, rows: rows(), mask })
        : figures();
    await pipeline(bytes, output, { end: output !== process.stdout });
  } finally {
    readers.dispose();
    store.dispose();
  }
}
