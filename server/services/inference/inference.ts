/** What routes and jobs ask of the processes that read: an engine whose calls have a class, a deadline and a price. */
import type { Analysis, AnalyzeRequest, ModelInfo } from '#core/contracts/analysis';
import type { AnalyzeOptions, Engine, ReadRowsOptions, RowsRead } from '#core/engine';

/** In the order of their right of way; one that waits moves up in time, so that none starves. */
export const workClasses = ['interactive', 'batch', 'jobs'] as const;
export type WorkClass = (typeof workClasses)[number];

export interface WorkOptions {
  /** `interactive` unless told. */
  readonly workClass?: WorkClass;
  /** From now on; where it would be missed, the call is refused before any work is done on it. */
  readonly deadlineMs?: number;
}

export interface ProcessFacts {
  /** As the system knows it; undefined while there is none. */
  readonly processId: number | undefined;
  readonly isReady: boolean;
  /** Why it was started again, as often as it was. */
  readonly restarts: { readonly died: number; readonly hung: number };
}

export interface InferenceLoad {
  /** Calls that wait, by class. */
  readonly depth: Readonly<Record<WorkClass, number>>;
  readonly running: number;
  /** Until a call of the class that came now would begin. */
  readonly predictedWaitMs: Readonly<Record<WorkClass, number>>;
  readonly processes: readonly ProcessFacts[];
}

export interface Inference extends Engine {
  /** Null until it is known what is read with. */
  readonly model: ModelInfo | null;
  readonly load: InferenceLoad;
  /** When a text was last read, or the known answers were given, by `performance.now()`; null before that. */
  readonly lastReadAtMs: number | null;
  /**
   * @throws UndertoneError as of `Engine`, and `server-busy` (`retryAfterMs`) where the predicted wait is too long,
   *   `deadline-exceeded`, `server-stopping`
   */
  analyze(request: AnalyzeRequest, options?: AnalyzeOptions & WorkOptions): Promise<Analysis>;
  /** @throws UndertoneError as of `analyze` */
  readRows(texts: readonly string[], options?: ReadRowsOptions & WorkOptions): Promise<RowsRead>;
  /** Refuses what comes from now on with `server-stopping`; resolves when all that was let in has its answer. */
  drain(): Promise<void>;
}
