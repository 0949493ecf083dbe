/** What every home of the model looks like from outside: in a worker, on a server, in this process. */
import type { Analysis, AnalyzeRequest, EngineInfo, ModelInfo } from './contracts/analysis.ts';
import type { ErrorData } from './contracts/errors.ts';
import type { RowResult } from './contracts/row-result.ts';

/** What an engine on this device found out while it started. */
export interface StartFacts {
  model: { name: string; version: string };
  /** How many known answers were asked for at this start, all of them given, and how many there are. */
  knownAnswers: { checked: number; known: number };
  /** Whether the model is kept for the next visit; otherwise it is in memory alone. */
  isKept: boolean;
  /** It was kept when it started; its files were erased since. */
  wasErased?: boolean;
}

/** Where an engine stands. `failed` is final: the next attempt is a new engine. */
export type EngineState =
  | { kind: 'idle' }
  | {
      kind: 'downloading';
      loadedBytes: number;
      totalBytes: number;
      remainingMs: number | null;
      /** There is no place or no room to keep what comes: it is held in memory for this visit. */
      isMemoryOnly?: boolean;
    }
  | { kind: 'verifying' }
  | { kind: 'warming' }
  | { kind: 'proving' }
  /** Facts come from an engine on this device alone. */
  | { kind: 'ready'; engine: EngineInfo; facts?: StartFacts }
  /** Nobody read for a while: its memory was given back, and the next reading makes it ready again. */
  | { kind: 'resting' }
  | { kind: 'failed'; error: ErrorData };

/** How far one reading has come, in windows. */
export interface AnalyzeProgress {
  done: number;
  total: number;
}

export interface AnalyzeOptions {
  signal?: AbortSignal;
  /** Called only while the reading runs; never after it settled. */
  onProgress?: (progress: AnalyzeProgress) => void;
}

export interface ReadRowsOptions {
  /** Read texts even if they do not seem to be in a supported language. */
  anyLanguage?: boolean;
  signal?: AbortSignal;
}

/** What came of rows that were read together. */
export interface RowsRead {
  /** One for each text, in their order. */
  results: RowResult[];
  /** Null where none of them was read. */
  model: ModelInfo | null;
}

export interface Engine {
  /** The state as of now. */
  readonly state: EngineState;
  /** Calls `listener` at every change of state; the returned function ends that. */
  subscribe(listener: () => void): () => void;
  /**
   * Fetches what is missing and makes the engine ready. Calling it again returns the same promise.
   *
   * @throws UndertoneError `model-unavailable`, `model-corrupt`, `engine-timeout`, `engine-failed`, `engine-wrong`, `cancelled`
   */
  start(signal?: AbortSignal): Promise<EngineInfo>;
  /**
   * Reads one text.
   *
   * @throws UndertoneError `text-blank`, `text-too-long`, `language-unsupported`, `cancelled`, `engine-lost`, `engine-failed`
   */
  analyze(request: AnalyzeRequest, options?: AnalyzeOptions): Promise<Analysis>;
  /**
   * Reads the texts of rows: what `analyze` says of each, without the evidence. A text that cannot be read is a result
   * of its own and keeps no other from being read.
   *
   * @throws UndertoneError `cancelled`, `engine-lost`, `engine-failed`
   */
  readRows(texts: readonly string[], options?: ReadRowsOptions): Promise<RowsRead>;
  /** Ends the engine; every open call rejects with `cancelled`. */
  dispose(): void;
}
