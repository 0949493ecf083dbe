/** What the page and the inference worker say to each other: plain, cloneable data only. */
import type { Analysis, AnalyzeRequest, EngineInfo } from '#core/contracts/analysis';
import type { AnalyzeProgress, EngineState, ReadRowsOptions, RowsRead, StartFacts } from '#core/engine';
import type { Outcome } from './outcome.ts';
import type { OwnModelSource } from './own-model-api.ts';

/** The states a start passes through; how it ended is told by the result of `start`. */
export type StartState = Exclude<EngineState, { kind: 'idle' } | { kind: 'ready' } | { kind: 'failed' }>;

/** What a worker reports of its own accord. */
export type WorkerEvent =
  { kind: 'state'; state: StartState } | { kind: 'progress'; id: number; progress: AnalyzeProgress };

/**
 * Which version of the model a start takes: the one in use, or a newer one that is ready to take over (`usual`); the one
 * in use whatever is ready, to try a backend (`current`); the one of the site, to see how it does (`published`): it
 * neither takes over nor counts as tried.
 */
export type VersionChoice = 'usual' | 'current' | 'published';

export interface StartOptions {
  /** Absolute address of the folder that holds `registry.json`. */
  weightsUrl: string;
  /** Threads to run the model with; 1 where memory cannot be shared. */
  threads: number;
  /** Tells this visit from others, so that a version of the model is not counted as proven by one of them. */
  visit: string;
  choice: VersionChoice;
  /** A person's own model, which only the worker for such models reads with. */
  ownModel?: OwnModelSource;
  /** A lock the worker holds as long as it lives, so that the page learns of a silent death. */
  lifeLock: string;
}

export interface Started {
  engine: EngineInfo;
  facts: StartFacts;
}

/** What of `ReadRowsOptions` crosses. */
export type RowOptions = Omit<ReadRowsOptions, 'signal'>;

export interface InferenceApi {
  /** Fetches or reads the model, makes it ready and proves it; to be called once. */
  start(options: StartOptions, onEvent: (event: WorkerEvent) => void): Promise<Outcome<Started>>;
  /** Reads one text. `id` names the call in progress events and in `cancel`. */
  analyze(id: number, request: AnalyzeRequest): Promise<Outcome<Analysis>>;
  /** Reads the texts of rows; `id` as for `analyze`. Progress is told as a sign of life. */
  readRows(id: number, texts: readonly string[], options: RowOptions): Promise<Outcome<RowsRead>>;
  /** Ends the call `id` before its next run of the model; it then fails with `cancelled`. */
  cancel(id: number): void;
}
