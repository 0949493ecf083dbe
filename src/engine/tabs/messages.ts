/** What tabs say to each other about the one engine of the device: plain data, sent to all and meant for some. */
import type { Analysis, AnalyzeRequest, EngineInfo } from '#core/contracts/analysis';
import type { ErrorData } from '#core/contracts/errors';
import type { AnalyzeProgress, EngineState, ReadRowsOptions, RowsRead } from '#core/engine';
import type { RouterStatus } from '../router.ts';

/** Tabs of another build may be open beside this one: where the messages change, so does the name. */
export const channelName = 'undertone-engine-4';
/** Held by the tab that leads. */
export const leaderLock = 'undertone-engine-4-leader';

/** Where the engine of the leading tab stands. */
export interface Standing {
  state: EngineState;
  status: RouterStatus;
}

export type Question =
  | { kind: 'start' }
  | { kind: 'analyze'; request: AnalyzeRequest }
  | { kind: 'read-rows'; texts: readonly string[]; options: Omit<ReadRowsOptions, 'signal'> }
  | { kind: 'compare' };
export type Answer =
  | { kind: 'started'; engine: EngineInfo }
  | { kind: 'read'; analysis: Analysis }
  | { kind: 'rows-read'; rows: RowsRead }
  | { kind: 'compared' }
  | { kind: 'failed'; error: ErrorData };

/** `call` is unique over all tabs. A question is asked of every new leader again until it is answered. */
export type ToLeader =
  | { kind: 'ask'; call: string; question: Question }
  | { kind: 'cancel'; call: string }
  /** The person's word in one tab, meant for all: the reader is not to come. */
  | { kind: 'stop' }
  /** End the engine where nobody uses it; what is asked next makes a new one. */
  | { kind: 'rest' }
  /** End the engine, and start none unasked. */
  | { kind: 'let-go' }
  /** The files of Undertone's own model are gone. */
  | { kind: 'erased' }
  /** Who leads, and is it awake? Answered with its standing. */
  | { kind: 'hello' };

export type FromLeader =
  | { kind: 'standing'; leader: string; standing: Standing }
  | { kind: 'progress'; call: string; progress: AnalyzeProgress }
  | { kind: 'answer'; call: string; answer: Answer };
