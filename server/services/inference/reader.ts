/** One place for an inference process: starts it, gives it a run at a time, ends it when it hangs and starts another. */
import { errorFromData, UndertoneError } from '#core/contracts/errors';
import type { EngineState } from '#core/engine';
import type { MessageFromChild } from '../../ort/child-messages.ts';
import type { Answer, Call, Run } from './calls.ts';
import type { ProcessFacts } from './inference.ts';
import { InferenceProcess } from './inference-process.ts';

export type ReadyFacts = Extract<MessageFromChild, { kind: 'ready' }>;
export type LossReason = keyof ProcessFacts['restarts'];

export interface ReaderOptions {
  readonly modelsDir: string;
  /** The registry's default model without it. */
  readonly modelId?: string | undefined;
  /** How long a process may take until it is ready. */
  readonly startTimeoutMs?: number;
  /** How long a process may be silent in any reading, however short it was predicted to be. */
  readonly leastStallMs?: number;
  /** From a start that failed to the next one. */
  readonly brokenPauseMs?: number;
}

export interface ReaderListeners {
  /** On its way to being ready. */
  onStarting(state: EngineState): void;
  onReady(facts: ReadyFacts): void;
  onAnswer(run: Run, answer: Answer): void;
  /** A process that was ready has ended; another one is being started. */
  onLost(run: Run | undefined, reason: LossReason): void;
  /** It cannot be started; another attempt follows after a while. */
  onBroken(error: UndertoneError): void;
}

/** A process that dies before it is ready is started this often in a row before that counts as a failure. */
const maxLaunches = 3;
const relaunchPauseMs = 500;
const usualBrokenPauseMs = 10_000;
const usualStartTimeoutMs = 60_000;
const usualLeastStallMs = 5000;
/** A process that takes so many times what was predicted hangs. */
const hungAfter = 10;

export class Reader {
  readonly #options: ReaderOptions;
  readonly #listeners: ReaderListeners;
  readonly #restarts = { died: 0, hung: 0 };
  #process: InferenceProcess | undefined;
  #isReady = false;
  #error: UndertoneError | undefined;
  #run: Run | undefined;
  #runId = 0;
  #runBeganAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #launches = 0;
  #isHung = false;
  #isDisposed = false;

  constructor(options: ReaderOptions, listeners: ReaderListeners) {
    this.#options = options;
    this.#listeners = listeners;
  }

  get facts(): ProcessFacts {
    return { processId: this.#process?.pid, isReady: this.#isReady, restarts: { ...this.#restarts } };
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether it waits for something to do. */
  get isIdle(): boolean {
    return this.#isReady && this.#run === undefined;
  }

  get isLaunched(): boolean {
    return this.#launches > 0 || this.#isReady || this.#error !== undefined;
  }

  /** Why it cannot be started, where that is so. */
  get error(): UndertoneError | undefined {
    return this.#error;
  }

  get run(): Run | undefined {
    return this.#run;
  }

  /** What is left of its run by what was predicted. */
  remainingMs(nowMs: number): number {
    return this.#run === undefined ? 0 : Math.max(0, this.#run.predictedMs - (nowMs - this.#runBeganAtMs));
  }

  launch(): void {
    if (this.#isDisposed) return;
    this.#launches += 1;
    this.#isHung = false;
    const { modelsDir, modelId, startTimeoutMs = usualStartTimeoutMs } = this.#options;
    const launched = new InferenceProcess(modelsDir, modelId, {
      onMessage: (message) => {
        if (launched === this.#process) this.#hear(message);
      },
      onEnd: () => {
        if (launched === this.#process) this.#ended();
      },
    });
    this.#process = launched;
    this.#watch(startTimeoutMs);
  }

  /** It must be idle. */
  give(run: Run, nowMs: number): void {
    this.#run = run;
    this.#runId += 1;
    this.#runBeganAtMs = nowMs;
    this.#process?.send(run.message(this.#runId));
    this.#watchRun(run);
  }

  /** To be told when a call has ended: where nobody waits for its run any more, it keeps its place until it is back. */
  release(call: Call): void {
    const run = this.#run;
    if (run === undefined || !run.calls.includes(call) || isWanted(run)) return;
    this.#process?.send({ kind: 'cancel', id: this.#runId });
    this.#watchRun(run);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#process?.kill();
    this.#process = undefined;
    this.#isReady = false;
    this.#run = undefined;
  }

  #hear(message: MessageFromChild): void {
    if (message.kind === 'state') {
      if (message.state.kind === 'failed') this.#break(errorFromData(message.state.error));
      else this.#listeners.onStarting(message.state);
      return;
    }
    if (message.kind === 'ready') {
      clearTimeout(this.#timer);
      this.#launches = 0;
      this.#error = undefined;
      this.#isReady = true;
      this.#listeners.onReady(message);
      return;
    }
    const run = this.#run;
    if (run === undefined || message.id !== this.#runId) return;
    if (message.kind === 'progress') {
      // One that nobody waits for has been told to stop.
      if (!isWanted(run)) return;
      this.#watchRun(run);
      run.onProgress?.({ done: message.done, total: message.total });
      return;
    }
    clearTimeout(this.#timer);
    this.#run = undefined;
    this.#listeners.onAnswer(run, message);
  }

  #ended(): void {
    clearTimeout(this.#timer);
    const run = this.#run;
    const wasReady = this.#isReady;
    const reason = this.#isHung ? 'hung' : 'died';
    this.#stop();
    this.#restarts[reason] += 1;
    if (wasReady) {
      this.launch();
      this.#listeners.onLost(run, reason);
    } else if (this.#launches >= maxLaunches) {
      this.#break(new UndertoneError(reason === 'hung' ? 'engine-timeout' : 'engine-lost'));
    } else {
      this.#timer = setTimeout(() => this.launch(), relaunchPauseMs);
    }
  }

  #break(error: UndertoneError): void {
    this.#stop();
    this.#launches = 0;
    this.#error = error;
    const { brokenPauseMs = usualBrokenPauseMs } = this.#options;
    this.#timer = setTimeout(() => this.launch(), brokenPauseMs);
    this.#listeners.onBroken(error);
  }

  #watchRun({ predictedMs }: Run): void {
    const { leastStallMs = usualLeastStallMs } = this.#options;
    this.#watch(Math.max(leastStallMs, hungAfter * predictedMs));
  }

  /** Ends the process unless it is heard of in time; its end is then handled like any other death. */
  #watch(timeoutMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isHung = true;
      this.#process?.kill();
    }, timeoutMs);
  }
}

function isWanted({ calls }: Run): boolean {
  return calls.some(({ isSettled }) => !isSettled);
}
