/**
 * Inference by several processes of one thread each. Whoever is idle takes the oldest call of the highest class at
 * once; what waits is bounded by the time that it is predicted to take, and no call waits past its deadline.
 */
import { setMaxListeners } from 'node:events';
import type { Analysis, AnalyzeRequest, EngineInfo, ModelInfo } from '#core/contracts/analysis';
import { errorFromData, UndertoneError } from '#core/contracts/errors';
import type { AnalyzeOptions, EngineState, ReadRowsOptions, RowsRead } from '#core/engine';
import { createObservable } from '#core/observable';
import type { ReadingCost } from '../../ort/child-messages.ts';
import { refuseUntimely } from './admission.ts';
import type { WaitBudgets } from './admission.ts';
import { createRowsCall, createTextCall } from './calls.ts';
import type { Answer, Call, CallStart, Run } from './calls.ts';
import { createCostModel } from './cost-model.ts';
import { takeRun } from './hand-out.ts';
import type { Inference, InferenceLoad, WorkClass, WorkOptions } from './inference.ts';
import { Reader } from './reader.ts';
import type { LossReason, ReaderOptions, ReadyFacts } from './reader.ts';
import { rejectionOn } from './rejection-on.ts';
import { WorkQueue } from './work-queue.ts';

const usualRowsRunMs = 100;

export interface InferencePoolOptions extends ReaderOptions, WaitBudgets {
  readonly processes: number;
  /**
   * Rows hold a process about so long at a time, so that others come in between. What is read together depends on it,
   * and with that the last digits of what is found.
   */
  readonly rowsRunMs?: number;
  /** Told of each process that was ready and is being replaced. */
  readonly onLost?: (reason: LossReason) => void;
  /** Told what each run has cost, of one text or of those that a process was given together. */
  readonly onRun?: (cost: ReadingCost) => void;
}

export class InferencePool implements Inference {
  readonly #options: InferencePoolOptions;
  readonly #status = createObservable<EngineState>({ kind: 'idle' });
  readonly #readers: readonly Reader[];
  readonly #queue = new WorkQueue<Call>();
  /** All that were let in and have no answer yet. */
  readonly #open = new Set<Call>();
  readonly #drained: (() => void)[] = [];
  /** Texts by themselves and rows that are read together do not cost alike. */
  readonly #cost = { text: createCostModel(), rows: createCostModel() };
  #started: Promise<EngineInfo> | undefined;
  #model: ModelInfo | null = null;
  #lastReadAtMs: number | null = null;
  #isDraining = false;
  #isDisposed = false;

  constructor(options: InferencePoolOptions) {
    this.#options = options;
    this.#readers = Array.from({ length: options.processes }, (_, place) => this.#createReader(place));
  }

  /** Ready as soon as one process is. */
  get state(): EngineState {
    return this.#status.get();
  }

  get model(): ModelInfo | null {
    return this.#model;
  }

  get lastReadAtMs(): number | null {
    return this.#lastReadAtMs;
  }

  get load(): InferenceLoad {
    const byClass = <Value>(valueOf: (workClass: WorkClass) => Value): Record<WorkClass, Value> => ({
      interactive: valueOf('interactive'),
      batch: valueOf('batch'),
      jobs: valueOf('jobs'),
    });
    return {
      depth: byClass((workClass) => this.#queue.depth(workClass)),
      running: this.#readers.filter(({ run }) => run !== undefined).length,
      predictedWaitMs: byClass((workClass) => this.#predictedWaitMs(workClass, performance.now())),
      processes: this.#readers.map(({ facts }) => facts),
    };
  }

  subscribe(listener: () => void): () => void {
    return this.#status.subscribe(listener);
  }

  /** The pool is started once for all; `signal` therefore ends the wait, not the pool. */
  async start(signal?: AbortSignal): Promise<EngineInfo> {
    this.#started ??= this.#startOnce();
    return signal ? Promise.race([this.#started, rejectionOn(signal)]) : this.#started;
  }

  analyze(
    request: AnalyzeRequest,
    { onProgress, ...options }: AnalyzeOptions & WorkOptions = {},
  ): Promise<Analysis> {
    return this.#ask(options, this.#cost.text, (start, resolve, reject) =>
      createTextCall(request, start, { resolve, reject }, onProgress),
    );
  }

  async readRows(
    texts: readonly string[],
    { anyLanguage = false, ...options }: ReadRowsOptions & WorkOptions = {},
  ): Promise<RowsRead> {
    if (texts.length === 0) return { results: [], model: null };
    return this.#ask(options, this.#cost.rows, (start, resolve, reject) =>
      createRowsCall(
        texts,
        anyLanguage,
        start,
        { resolve, reject },
        {
          rowsRunMs: this.#options.rowsRunMs ?? usualRowsRunMs,
          model: () => this.#model,
        },
      ),
    );
  }

  async drain(): Promise<void> {
    this.#isDraining = true;
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#drained.push(resolve);
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const reader of this.#readers) reader.dispose();
    this.#fail(new UndertoneError('cancelled'));
  }

  /** Lets a call in, or says why not. */
  async #ask<Result>(
    { workClass = 'interactive', deadlineMs, signal }: WorkOptions & { signal?: AbortSignal },
    cost: CallStart['cost'],
    create: (
      start: CallStart,
      resolve: (result: Result) => void,
      reject: (error: UndertoneError) => void,
    ) => Call,
  ): Promise<Result> {
    if (this.#isDisposed || signal?.aborted) throw new UndertoneError('cancelled');
    if (this.#isDraining) throw new UndertoneError('server-stopping');
    this.start().catch(() => undefined);
    const { state } = this;
    if (state.kind === 'failed') throw errorFromData(state.error);
    const nowMs = performance.now();
    let settled: () => void = () => undefined;
    const result = new Promise<Result>((resolve, reject) => {
      const call = create({ workClass, nowMs, cost }, resolve, reject);
      const { predictedMs } = call;
      const waitMs = this.#predictedWaitMs(workClass, nowMs);
      refuseUntimely({ workClass, predictedMs, waitMs, deadlineMs }, this.#options);
      const leave = (): void => this.#end(call, new UndertoneError('cancelled'));
      if (signal !== undefined) {
        // Many calls may be of one caller, and are no leak.
        setMaxListeners(0, signal);
        signal.addEventListener('abort', leave, { once: true });
      }
      const timer =
        deadlineMs === undefined
          ? undefined
          : setTimeout(() => this.#end(call, new UndertoneError('deadline-exceeded')), deadlineMs);
      settled = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
      };
      this.#open.add(call);
      this.#queue.push(call);
      this.#dispatch();
    });
    try {
      return await result;
    } finally {
      settled();
    }
  }

  #predictedWaitMs(workClass: WorkClass, nowMs: number): number {
    if (this.#queue.isEmpty && this.#readers.some(({ isIdle }) => isIdle)) return 0;
    const runningMs = this.#readers.reduce((sum, reader) => sum + reader.remainingMs(nowMs), 0);
    const ready = this.#readers.filter(({ isReady }) => isReady).length;
    return (this.#queue.msBefore(workClass) + runningMs) / Math.max(1, ready);
  }

  #dispatch(): void {
    const nowMs = performance.now();
    const idle = this.#readers.filter(({ isIdle }) => isIdle);
    for (const [i, reader] of idle.entries()) {
      const run = takeRun(this.#queue, idle.length - i, nowMs);
      if (run === undefined) return;
      reader.give(run, nowMs);
    }
  }

  /** Ends a call from this side, whatever the processes do. */
  #end(call: Call, error: UndertoneError): void {
    if (call.isSettled) return;
    call.fail(error);
    this.#close(call);
  }

  #close(call: Call): void {
    this.#queue.delete(call);
    this.#open.delete(call);
    for (const reader of this.#readers) reader.release(call);
    if (this.#open.size > 0) return;
    for (const resolve of this.#drained.splice(0)) resolve();
  }

  #closeSettled({ calls }: Run): void {
    for (const call of calls) if (call.isSettled) this.#close(call);
  }

  #createReader(place: number): Reader {
    return new Reader(this.#options, {
      onStarting: (state) => {
        // Once none could be started, that stands until one is ready.
        if (this.state.kind !== 'ready' && this.state.kind !== 'failed') this.#status.set(state);
      },
      onReady: (facts) => this.#welcome(facts, place),
      onAnswer: (run, answer) => this.#take(run, answer),
      onLost: (run, reason) => this.#recover(run, reason),
      onBroken: (error) => {
        const isHopeless = this.#readers.every((reader) => reader.error !== undefined || !reader.isLaunched);
        if (isHopeless) this.#fail(error);
        else this.#launchAfter(place);
      },
    });
  }

  #welcome({ engine, model, costs }: ReadyFacts, place: number): void {
    if (this.#model === null) {
      this.#model = model;
      this.#cost.text.startFrom(costs);
      this.#cost.rows.startFrom(costs);
    }
    this.#lastReadAtMs = performance.now();
    if (this.state.kind !== 'ready') this.#status.set({ kind: 'ready', engine });
    this.#launchAfter(place);
    this.#dispatch();
  }

  /** One after another, so that the first is not held up by the others. */
  #launchAfter(place: number): void {
    const next = this.#readers[place + 1];
    if (next?.isLaunched === false) next.launch();
  }

  #take(run: Run, answer: Answer): void {
    if (answer.kind !== 'failure') {
      this.#lastReadAtMs = performance.now();
      (answer.kind === 'rows-read' ? this.#cost.rows : this.#cost.text).observe(answer.cost);
      this.#options.onRun?.(answer.cost);
    }
    run.answer(answer);
    this.#closeSettled(run);
    this.#dispatch();
  }

  #recover(run: Run | undefined, reason: LossReason): void {
    this.#options.onLost?.(reason);
    if (run !== undefined) {
      run.lose();
      this.#closeSettled(run);
      for (const call of run.calls) if (!call.isSettled) this.#queue.pushAgain(call);
    }
    if (!this.#readers.some(({ isReady }) => isReady)) this.#status.set({ kind: 'idle' });
    this.#dispatch();
  }

  /** Readers that are not disposed of go on trying to start. */
  #fail(error: UndertoneError): void {
    this.#status.set({ kind: 'failed', error: error.toData() });
    for (const call of this.#open) this.#end(call, error);
  }

  #startOnce(): Promise<EngineInfo> {
    return new Promise((resolve, reject) => {
      const unsubscribe = this.subscribe(() => {
        const { state } = this;
        if (state.kind === 'ready') resolve(state.engine);
        else if (state.kind === 'failed') reject(errorFromData(state.error));
        else return;
        unsubscribe();
      });
      this.#readers[0]?.launch();
    });
  }
}
