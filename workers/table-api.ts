/** What the page and the table worker say to each other: plain, cloneable data only. */
import type { ModelInfo } from '#core/contracts/analysis';
import type { ErrorData } from '#core/contracts/errors';
import type { Summary } from '#core/contracts/report';
import type { CheckFigures } from '#core/report/check-figures';
import type { RowResult } from '#core/contracts/row-result';
import type {
  ExportKind,
  ExportOptions,
  GroupNames,
  ReportSettings,
  RowFilter,
  RowPage,
  RowSort,
  RowView,
  Run,
  RunState,
} from '#core/contracts/run';
import type { Figures } from '#core/report/summary';
import type { Thresholds } from '#core/score/verdict';
import type { ColumnRoles, Inspection, TableShape } from '#core/contracts/table';
import type { Outcome } from './outcome.ts';

/** Rows that are read and kept together. */
export interface Slab {
  /** From 0; they are kept in this order. */
  number: number;
  /** Those whose texts have to be read: neither empty nor standing in an earlier row. */
  texts: string[];
}

export interface TakeInOptions {
  file: Blob;
  name: string;
  shape: TableShape;
  roles: ColumnRoles;
  anyLanguage: boolean;
}

export interface WorkProgress {
  /** Bytes of a file or rows of a run. */
  done: number;
  total: number;
}

/** Some of the texts that a run has yet to read. */
export interface Sample {
  texts: string[];
  /** Of the run: different texts that were not read yet, which is what takes the time. */
  textsLeft: number;
}

/** What a report is made with besides the run itself. */
export interface ReportContext {
  settings: ReportSettings;
  /** Of the model that its rows were read with; null where they are not known. */
  thresholds: Thresholds | null;
  /** Rows of which a person said otherwise than the model; none unless told. */
  corrected?: number;
  /** Of its blind check, where that has ended. */
  check?: CheckFigures | null;
  /** Personal data in names and phrases of the file becomes words such as `[email]`; not unless told. */
  isMasked?: boolean;
}

/** Long work has an `id`, by which `cancel` ends it with `cancelled`. */
export interface TableApi {
  inspect(file: Blob, name: string, given: Partial<TableShape>): Promise<Outcome<Inspection>>;
  /** Keeps every row of the file as a new run, `ready` at the end; nothing of it is kept where that fails. */
  takeIn(
    id: number,
    options: TakeInOptions,
    onProgress: (progress: WorkProgress) => void,
  ): Promise<Outcome<Run>>;

  list(): Promise<Outcome<Run[]>>;
  get(runId: string): Promise<Outcome<Run | null>>;
  setState(runId: string, state: RunState, haltedBy?: ErrorData): Promise<Outcome<Run>>;

  /** Up to `count` texts of the run that were not read yet. */
  sample(runId: string, count: number): Promise<Outcome<Sample>>;
  /** The first `count` texts that are to be read next, in the order of the file; fewer where fewer are left. */
  nextTexts(runId: string, count: number): Promise<Outcome<Sample>>;
  /** The slab with this number; null past the last. */
  slab(runId: string, number: number): Promise<Outcome<Slab | null>>;
  /** The number of the first slab that has no results. */
  nextSlab(runId: string): Promise<Outcome<number>>;
  /**
   * Keeps the results of a slab's texts, all or none; of a slab that has them already nothing changes. Slabs come in
   * order. The last one makes the run `done`.
   */
  commit(runId: string, number: number, results: RowResult[], model: ModelInfo | null): Promise<Outcome<Run>>;

  rows(
    runId: string,
    filter: RowFilter,
    sort: RowSort,
    offset: number,
    count: number,
  ): Promise<Outcome<RowPage>>;
  row(runId: string, row: number): Promise<Outcome<RowView | null>>;
  /** The groups of all rows, read or not, whose names hold `search`, at most `most` of them. */
  groups(runId: string, search: string, most: number): Promise<Outcome<GroupNames>>;
  /** @param onFigures told all but what depends on words, where that is known long before the rest */
  summary(
    id: number,
    runId: string,
    context: ReportContext,
    onFigures: (figures: Figures) => void,
  ): Promise<Outcome<Summary>>;
  exportRows(
    id: number,
    runId: string,
    kind: ExportKind,
    options: ExportOptions,
    onProgress: (progress: WorkProgress) => void,
  ): Promise<Outcome<Blob>>;
  /** A page of its own that fetches nothing. */
  report(id: number, runId: string, context: ReportContext): Promise<Outcome<Blob>>;

  cancel(id: number): void;
  erase(runId: string): Promise<Outcome<null>>;
  eraseAll(): Promise<Outcome<null>>;
  /** Runs, and the bytes they take. */
  measure(): Promise<Outcome<{ count: number; sizeBytes: number }>>;
}
