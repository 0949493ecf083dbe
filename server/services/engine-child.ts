/**
 * The engine of the server: one inference process, a short queue before it, and a new process when it dies.
 * Requests are read one at a time, in the order they came.
 */
import { readOneByOne } from '#core/batch/read-one-by-one';
import type { Analysis, AnalyzeRequest, EngineInfo } from '#core/contracts/analysis';
import { errorFromData, UndertoneError } from '#core/contracts/errors';
import type { AnalyzeOptions, Engine, EngineState, ReadRowsOptions, RowsRead } from '#core/engine';
import { createObservable } from '#core/observable';
import type { MessageFromChild } from '../ort/child-messages.ts';
import { InferenceProcess } from './inference-process.ts';

/** A process that dies before it is ready is started this often in a row before the engine counts as failed. */
const maxLaunches = 3;
const relaunchPauseMs = 500;
/** A request whose process dies is given to one more, and to no third: it may be the cause. */
const maxAttempts = 2;
/** Weight of the latest reading in the mean that waiting times are guessed from. */
const smoothing = 0.2;

export interface ChildEngineOptions {
  readonly modelsDir: string;
  /** The registry's default model without it. */
  readonly modelId?: string | undefined;
  /** Requests that may wait while one is read; one more is refused with `server-busy`. */
  readonly maxWaiting?: number;
  /** How long a process may take until it is ready. */
  readonly startTimeoutMs?: number;
  /** How long a process may be silent in mid-reading, or go on with a reading that nobody waits for any more. */
  readonly stallTimeoutMs?: number;
}

interface Reading {
  readonly id: number;
  readonly request: AnalyzeRequest;
  readonly queuedAtMs: number;
  readonly onProgress: AnalyzeOptions['onProgress'];
  readonly resolve: (analysis: Analysis) => void;
  readonly reject: (error: UndertoneError) => void;
  startedAtMs: number;
  attempts: number;
  /** Whether somebody still waits for it. */
  wanted: boolean;
}

export class ChildEngine implements Engine {
  readonly #options: ChildEngineOptions;
  readonly #status = createObservable<EngineState>({ kind: 'idle' });
  readonly #waiting: Reading[] = [];
  #process: InferenceProcess | undefined;
  #running: Reading | undefined;
  #timer: NodeJS.Timeout | undefined;
  #started: Promise<EngineInfo> | undefined;
  #launches = 0;
  #lastId = 0;
  #meanReadingMs = 0;
  #timedOut = false;
  #disposed = false;

  constructor(options: ChildEngineOptions) {
    this.#options = options;
  }

  get state(): EngineState {
    return this.#status.get();
  }

  /** The inference process as the system knows it; undefined while there is none. */
  get processId(): number | undefined {
    return this.#process?.pid;
  }

  subscribe(listener: () => void): () => void {
    return this.#status.subscribe(listener);
  }

  /** The server starts the engine once for all; `signal` therefore ends the wait, not the engine. */
  async start(signal?: AbortSignal): Promise<EngineInfo> {
    this.#started ??= this.#startOnce();
    return signal ? Promise.race([this.#started, rejectionOn(signal)]) : this.#started;
  }

  async analyze(request: AnalyzeRequest, { signal, onProgress }: AnalyzeOptions = {}): Promise<Analysis> {
    if (this.#disposed || signal?.aborted) throw new UndertoneError('cancelled');
    this.start().catch(() => undefined);
    const { state } = this;
    if (state.kind === 'failed') throw errorFromData(state.error);
    const mustWait = this.#running !== undefined || state.kind !== 'ready';
    if (mustWait && this.#waiting.length >= (this.#options.maxWaiting ?? 32)) {
      const retryAfterMs = Math.ceil((this.#waiting.length + 1) * this.#meanReadingMs);
      throw new UndertoneError('server-busy', { retryAfterMs });
    }
    return new Promise((resolve, reject) => {
      const reading: Reading = {
        id: ++this.#lastId,
        request,
        queuedAtMs: performance.now(),
        onProgress,
        resolve,
        reject,
        startedAtMs: 0,
        attempts: 0,
        wanted: true,
      };
      signal?.addEventListener('abort', () => this.#abandon(reading), { once: true });
      this.#waiting.push(reading);
      this.#next();
    });
  }

  /** Each takes its turn in the queue, so that the texts of others come in between. */
  readRows(texts: readonly string[], { signal, ...asked }: ReadRowsOptions = {}): Promise<RowsRead> {
    const options = signal === undefined ? {} : { signal };
    return readOneByOne(texts, (text) => this.analyze({ text, ...asked }, options));
  }

  dispose(): void {
    this.#disposed = true;
    this.#fail(new UndertoneError('cancelled'));
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
      this.#launch();
    });
  }

  #launch(): void {
    this.#launches += 1;
    this.#timedOut = false;
    const launched = new InferenceProcess(this.#options.modelsDir, this.#options.modelId, {
      onMessage: (message) => {
        if (launched === this.#process) this.#hear(message);
      },
      onEnd: () => {
        if (launched === this.#process) this.#lost();
      },
    });
    this.#process = launched;
    this.#watch(this.#options.startTimeoutMs ?? 60_000);
  }

  #hear(message: MessageFromChild): void {
    if (message.kind === 'state') this.#follow(message.state);
    else if (message.kind === 'rows-read' || message.id !== this.#running?.id) return;
    else if (message.kind === 'progress') {
      if (!this.#running.wanted) return;
      this.#watchReading();
      this.#running.onProgress?.({ done: message.done, total: message.total });
    } else {
      const reading = this.#running;
      this.#running = undefined;
      clearTimeout(this.#timer);
      this.#settle(reading, message);
      this.#next();
    }
  }

  #follow(state: EngineState): void {
    if (state.kind === 'failed') {
      this.#fail(errorFromData(state.error));
      return;
    }
    if (state.kind === 'ready') {
      clearTimeout(this.#timer);
      this.#launches = 0;
    }
    this.#status.set(state);
    this.#next();
  }

  #next(): void {
    if (this.state.kind !== 'ready' || this.#running) return;
    const reading = this.#waiting.shift();
    if (!reading) return;
    this.#running = reading;
    reading.startedAtMs = performance.now();
    reading.attempts += 1;
    this.#process?.send({ kind: 'analyze', id: reading.id, request: reading.request });
    this.#watchReading();
  }

  #settle(reading: Reading, message: Extract<MessageFromChild, { kind: 'result' | 'failure' }>): void {
    const readingMs = performance.now() - reading.startedAtMs;
    this.#meanReadingMs += smoothing * (readingMs - this.#meanReadingMs);
    if (!reading.wanted) return;
    reading.wanted = false;
    if (message.kind === 'failure') {
      reading.reject(errorFromData(message.error));
      return;
    }
    const { timing } = message.analysis;
    const waitedMs = reading.startedAtMs - reading.queuedAtMs;
    reading.resolve({
      ...message.analysis,
      timing: { ...timing, queueMs: timing.queueMs + waitedMs, totalMs: timing.totalMs + waitedMs },
    });
  }

  #abandon(reading: Reading): void {
    if (!reading.wanted) return;
    reading.wanted = false;
    reading.reject(new UndertoneError('cancelled'));
    if (reading === this.#running) {
      this.#process?.send({ kind: 'cancel', id: reading.id });
      this.#watchReading();
    } else this.#waiting.splice(this.#waiting.indexOf(reading), 1);
  }

  #lost(): void {
    clearTimeout(this.#timer);
    this.#process = undefined;
    const reading = this.#running;
    this.#running = undefined;
    if (reading?.wanted) {
      if (reading.attempts < maxAttempts) this.#waiting.unshift(reading);
      else {
        reading.wanted = false;
        reading.reject(new UndertoneError('engine-lost'));
      }
    }
    if (this.#launches >= maxLaunches) {
      this.#fail(new UndertoneError(this.#timedOut ? 'engine-timeout' : 'engine-lost'));
      return;
    }
    this.#status.set({ kind: 'idle' });
    if (this.#launches === 0) this.#launch();
    else this.#timer = setTimeout(() => this.#launch(), relaunchPauseMs);
  }

  #fail(error: UndertoneError): void {
    clearTimeout(this.#timer);
    this.#process?.kill();
    this.#process = undefined;
    this.#status.set({ kind: 'failed', error: error.toData() });
    this.#rejectAll(error);
  }

  #rejectAll(error: UndertoneError): void {
    const readings = this.#running ? [this.#running, ...this.#waiting] : [...this.#waiting];
    this.#running = undefined;
    this.#waiting.length = 0;
    for (const reading of readings.filter(({ wanted }) => wanted)) {
      reading.wanted = false;
      reading.reject(error);
    }
  }

  #watchReading(): void {
    this.#watch(this.#options.stallTimeoutMs ?? 60_000);
  }

  /** Ends the process unless it is heard of in time; its end is then handled like any other death. */
  #watch(timeoutMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timedOut = true;
      this.#process?.kill();
    }, timeoutMs);
  }
}

function rejectionOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const cancel = (): void => reject(new UndertoneError('cancelled'));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
}
