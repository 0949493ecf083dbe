/** What was asked of the pool, and the runs it is handed out in: a text is one, rows are many. */
import type { Analysis, AnalyzeRequest, ModelInfo } from '#core/contracts/analysis';
import { errorFromData, UndertoneError } from '#core/contracts/errors';
import type { RowResult } from '#core/contracts/row-result';
import type { AnalyzeOptions, RowsRead } from '#core/engine';
import type { MessageFromChild, MessageToChild } from '../../ort/child-messages.ts';
import type { CostModel } from './cost-model.ts';
import type { WorkClass } from './inference.ts';
import type { Waiting } from './work-queue.ts';

/** A text whose process dies is given to one more, and to no third: it may be the cause. */
const maxAttempts = 2;
/** Some 20 tokens; what longer ones would gain is not worth the wait for one another. */
const shortCharacters = 90;

export type Answer = Extract<MessageFromChild, { kind: 'result' | 'many-read' | 'rows-read' | 'failure' }>;

/** What a process is given at a time. */
export interface Run {
  readonly calls: readonly Call[];
  readonly predictedMs: number;
  /** Of a text that may be read with others; to be found in `isShortText` before. */
  readonly shortRequest?: AnalyzeRequest;
  message(id: number): MessageToChild;
  /** Calls that have settled hear nothing of it. */
  answer(answer: Answer): void;
  /** Its process is gone: its calls have something waiting again, or end. */
  lose(): void;
  onProgress?(progress: { done: number; total: number }): void;
}

export type TextRun = Run & Required<Pick<Run, 'shortRequest'>>;

export interface Call extends Waiting {
  waitingSinceMs: number;
  readonly isSettled: boolean;
  /** Whether there is something to hand out. */
  readonly isWaiting: boolean;
  /** Whether it is one text that is short enough to gain by being read with others, and was not lost before. */
  readonly isShortText: boolean;
  /** Takes the next run off it. */
  next(nowMs: number): Run;
  fail(error: UndertoneError): void;
}

export interface CallStart {
  readonly workClass: WorkClass;
  readonly nowMs: number;
  readonly cost: CostModel;
}

interface Settling<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: UndertoneError) => void;
}

export function createTextCall(
  request: AnalyzeRequest,
  { workClass, nowMs: cameAtMs, cost }: CallStart,
  { resolve, reject }: Settling<Analysis>,
  onProgress: AnalyzeOptions['onProgress'],
): Call {
  const predictedMs = cost.predictMs(1, request.text.length);
  const isShort = request.text.length <= shortCharacters && onProgress === undefined;
  let attempts = 0;
  let isSettled = false;
  let isWaiting = true;

  function fail(error: UndertoneError): void {
    isSettled = true;
    reject(error);
  }

  const call: Call = {
    workClass,
    waitingSinceMs: cameAtMs,
    predictedMs,
    get isSettled() {
      return isSettled;
    },
    get isWaiting() {
      return isWaiting;
    },
    // It may be the cause of its loss: it is not to take others with it.
    get isShortText() {
      return isShort && attempts === 0;
    },
    next(beganAtMs) {
      const { isShortText } = call;
      isWaiting = false;
      attempts += 1;
      return {
        calls: [call],
        ...(isShortText ? { shortRequest: request } : {}),
        predictedMs,
        message: (id) => ({ kind: 'analyze', id, request }),
        answer(answer) {
          if (isSettled) return;
          if (answer.kind !== 'result') {
            fail(answer.kind === 'failure' ? errorFromData(answer.error) : new UndertoneError('internal'));
            return;
          }
          isSettled = true;
          const { timing } = answer.analysis;
          const waitedMs = beganAtMs - cameAtMs;
          resolve({
            ...answer.analysis,
            timing: { ...timing, queueMs: timing.queueMs + waitedMs, totalMs: timing.totalMs + waitedMs },
          });
        },
        lose() {
          if (isSettled) return;
          if (attempts < maxAttempts) isWaiting = true;
          else fail(new UndertoneError('engine-lost'));
        },
        ...(onProgress === undefined ? {} : { onProgress }),
      };
    },
    fail,
  };
  return call;
}

export interface RowsCallOptions {
  /** Rows hold a process about so long at a time, by what is predicted. */
  readonly rowsRunMs: number;
  readonly model: () => ModelInfo | null;
}

/** Words and marks: most of them are one token. */
const pieceOfText = /[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu;

/**
 * Rows of about as many tokens go together, for those of equal length are read at once. Rows whose process dies are read
 * again one by one: the row that is the cause fails alone.
 */
export function createRowsCall(
  texts: readonly string[],
  anyLanguage: boolean,
  { workClass, nowMs: cameAtMs, cost }: CallStart,
  { resolve, reject }: Settling<RowsRead>,
  { rowsRunMs, model }: RowsCallOptions,
): Call {
  const lengthOf = (row: number): number => texts[row]?.length ?? 0;
  const pieces = texts.map((text) => [...text.matchAll(pieceOfText)].length);
  const rows = [...texts.keys()].toSorted((a, b) => (pieces[a] ?? 0) - (pieces[b] ?? 0));
  const alone: { row: number; attempts: number }[] = [];
  const results = texts.map((): RowResult | undefined => undefined);
  let next = 0;
  let missing = texts.length;
  let waitingCharacters = texts.reduce((sum, text) => sum + text.length, 0);
  let isSettled = false;

  function fail(error: UndertoneError): void {
    isSettled = true;
    reject(error);
  }

  function put(row: number, result: RowResult): void {
    results[row] = result;
    missing -= 1;
    if (missing > 0) return;
    isSettled = true;
    const all = results.filter((found) => found !== undefined);
    resolve({ results: all, model: all.some(({ kind }) => kind === 'read') ? model() : null });
  }

  /** As many as are worth a run, at least one. */
  function takeRows(): { taken: number[]; attempts: number; characters: number } {
    const again = alone.pop();
    if (again !== undefined) {
      return { taken: [again.row], attempts: again.attempts, characters: lengthOf(again.row) };
    }
    const from = next;
    let characters = 0;
    do {
      characters += lengthOf(rows[next] ?? 0);
      next += 1;
    } while (
      next < rows.length &&
      cost.predictMs(next - from + 1, characters + lengthOf(rows[next] ?? 0)) <= rowsRunMs
    );
    return { taken: rows.slice(from, next).toSorted((a, b) => a - b), attempts: 0, characters };
  }

  const call: Call = {
    workClass,
    waitingSinceMs: cameAtMs,
    isShortText: false,
    get predictedMs() {
      return cost.predictMs(rows.length - next + alone.length, waitingCharacters);
    },
    get isSettled() {
      return isSettled;
    },
    get isWaiting() {
      return next < rows.length || alone.length > 0;
    },
    next() {
      const { taken, attempts, characters } = takeRows();
      waitingCharacters -= characters;
      return {
        calls: [call],
        predictedMs: cost.predictMs(taken.length, characters),
        message: (id) => ({ kind: 'rows', id, texts: taken.map((row) => texts[row] ?? ''), anyLanguage }),
        answer(answer) {
          if (isSettled) return;
          if (answer.kind !== 'rows-read') {
            fail(answer.kind === 'failure' ? errorFromData(answer.error) : new UndertoneError('internal'));
            return;
          }
          for (const [i, row] of taken.entries()) {
            put(row, answer.results[i] ?? { kind: 'failed', code: 'internal' });
          }
        },
        lose() {
          if (isSettled) return;
          const attemptsAlone = taken.length === 1 ? attempts + 1 : 0;
          if (attemptsAlone >= maxAttempts) {
            for (const row of taken) put(row, { kind: 'failed', code: 'engine-lost' });
            return;
          }
          waitingCharacters += characters;
          for (const row of taken) alone.push({ row, attempts: attemptsAlone });
        },
      };
    },
    fail,
  };
  return call;
}
