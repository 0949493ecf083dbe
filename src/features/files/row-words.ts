/** What there is to say of one row in short. */
import type { VerdictLabel } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { RowView, Run } from '#core/contracts/run';
import { verdictPercent } from '#core/score/whole-percents';
import { filesWords } from '../../i18n/files.ts';
import { formatPercent } from '../../i18n/formats.ts';
import { labelWords } from '../../i18n/tones.ts';

/** "line 12 of the file", "row 12 of the sheet": where other programs show it. Empty where they count as is done here. */
export function placeInFile({ shape }: Pick<Run, 'shape'>, { line }: Pick<RowView, 'line'>): string {
  return filesWords.placeInFile[shape.kind](line);
}

/** Of a row that was read; null of others. */
export function toneOf({ result }: RowView): VerdictLabel | null {
  return result?.kind === 'read' ? result.reading.label : null;
}

/** "84 %"; empty where there is no one figure: parts that disagree have none. */
export function surenessOf({ result }: RowView): string {
  const percent = result?.kind === 'read' ? verdictPercent(result.reading) : null;
  return percent === null ? '' : formatPercent(percent);
}

/** "Negative", or why there is no verdict. */
export function standingOf({ result }: RowView): string {
  const words = filesWords.table;
  switch (result?.kind) {
    case 'read':
      return labelWords[result.reading.label];
    case 'empty':
      return words.kinds.empty;
    case 'other-language':
      return words.otherLanguage(filesWords.languageName(result.languageCode, result.languageName));
    case 'failed':
      return words.kinds.failed;
    case undefined:
      return words.notYet;
  }
}

/** Why a row has no verdict, in a sentence; empty where it has one. */
export function reasonOf({ result }: RowView): string {
  const words = filesWords.row;
  switch (result?.kind) {
    case 'read':
      return '';
    case 'empty':
      return words.empty;
    case 'other-language':
      return words.otherLanguage(filesWords.languageName(result.languageCode, result.languageName));
    case 'failed':
      return new UndertoneError(result.code).message;
    case undefined:
      return words.notYet;
  }
}
