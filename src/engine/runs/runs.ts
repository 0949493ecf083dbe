/** The files of this device as the page sees them: what was taken in, what is being read, and what came of it. */
import type { ReportContext, WorkProgress } from '../../../workers/table-api.ts';
import type { ErrorData } from '#core/contracts/errors';
import type { Summary } from '#core/contracts/report';
import type {
  ExportKind,
  ExportOptions,
  GroupNames,
  RowFilter,
  RowPage,
  RowSort,
  RowView,
  Run,
} from '#core/contracts/run';
import type { Figures } from '#core/report/summary';
import type { ColumnRoles, Inspection, TableShape } from '#core/contracts/table';

export interface LongWork {
  signal?: AbortSignal;
  onProgress?: (progress: WorkProgress) => void;
}

/** A run as of now, whichever tab works on it. */
export interface RunStanding {
  run: Run;
  /** Null until enough is known of it, and while it does not run. */
  rowsPerSecond: number | null;
  remainingMs: number | null;
}

export interface TextsLeft {
  first: string[];
  count: number;
}

export interface RunEstimate {
  rowsPerSecond: number;
  totalMs: number;
}

/** Every method may throw `storage-unavailable`, `storage-full` and `internal` besides what it names. */
export interface Runs {
  /**
   * A first look at a file.
   *
   * @param given what the person has changed of the guess
   * @throws UndertoneError `file-unreadable`, `table-unreadable`, `table-locked`, `table-too-large`
   */
  inspect(file: File, given?: Partial<TableShape>): Promise<Inspection>;
  /**
   * Keeps the rows of a file as a new run, in state `ready`.
   *
   * @throws UndertoneError as `inspect`, `cancelled`
   */
  takeIn(
    file: File,
    options: { shape: TableShape; roles: ColumnRoles; anyLanguage: boolean },
    work?: LongWork,
  ): Promise<Run>;
  /**
   * What would be read next: the first `count` texts in the order of the file, and how many are left. Texts are those
   * of rows that are neither empty nor the same as an earlier one.
   *
   * @throws UndertoneError `not-found`
   */
  textsLeft(runId: string, count: number): Promise<TextsLeft>;
  /** Reads some fifty rows to tell how long all of them take; the results are not kept. */
  estimate(runId: string, signal?: AbortSignal): Promise<RunEstimate>;

  start(runId: string): Promise<void>;
  pause(runId: string): Promise<void>;
  /** Ends it for good; what was read stays. */
  stop(runId: string): Promise<void>;

  /** The latest first. */
  list(): Promise<Run[]>;
  /** Calls `listener` with the run now and at every change, in whichever tab it comes about; null when there is none. */
  watch(
    runId: string,
    listener: (standing: RunStanding | null) => void,
    onError?: (error: ErrorData) => void,
  ): () => void;

  rows(runId: string, filter: RowFilter, sort: RowSort, offset: number, count: number): Promise<RowPage>;
  row(runId: string, row: number): Promise<RowView | null>;
  /** The groups of all rows, read or not, whose names hold `search`, at most `most` of them. */
  groups(runId: string, search: string, most: number): Promise<GroupNames>;
  /** @param onFigures told all but what depends on words, where that is known long before the rest */
  summary(
    runId: string,
    context: ReportContext,
    signal?: AbortSignal,
    onFigures?: (figures: Figures) => void,
  ): Promise<Summary>;
  exportRows(runId: string, kind: ExportKind, options: ExportOptions, work?: LongWork): Promise<Blob>;
  report(runId: string, context: ReportContext, signal?: AbortSignal): Promise<Blob>;

  erase(runId: string): Promise<void>;
  eraseAll(): Promise<void>;
  measure(): Promise<{ count: number; sizeBytes: number }>;
}
