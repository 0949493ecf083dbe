/** The model in this very process: for the command line, for the server's child process and for tests. */
import { createAnalyzer } from '#core/analyze';
import type { Analyzer } from '#core/analyze';
import type { Analysis, AnalyzeRequest, EngineInfo } from '#core/contracts/analysis';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { AnalyzeOptions, Engine, EngineState, ReadRowsOptions, RowsRead } from '#core/engine';
import type { Manifest } from '#core/contracts/manifest';
import { createObservable } from '#core/observable';
import { toRowsRead } from '#core/score/row-result';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { readModelFiles } from './ort/model-files.ts';
import { createNodeSession } from './ort/session.ts';
import type { NodeSession } from './ort/session.ts';

/** Tokens of the run that warms the runtime up. */
const warmUpLength = 32;

export interface LocalEngineOptions {
  /** Folder with `registry.json`. */
  readonly modelsDir: string;
  /** The registry's default model without it. */
  readonly modelId?: string | undefined;
  readonly where: EngineInfo['where'];
}

export class LocalEngine implements Engine {
  readonly #options: LocalEngineOptions;
  readonly #status = createObservable<EngineState>({ kind: 'idle' });
  readonly #ended = new AbortController();
  #started: Promise<EngineInfo> | undefined;
  #analyzer: Analyzer | undefined;
  #manifest: Manifest | undefined;
  #proven: readonly Analysis[] = [];
  #session: NodeSession | undefined;

  constructor(options: LocalEngineOptions) {
    this.#options = options;
  }

  get state(): EngineState {
    return this.#status.get();
  }

  /** Of the model that it reads with; undefined until it has started. */
  get manifest(): Manifest | undefined {
    return this.#manifest;
  }

  /** Its readings of the known answers, none before it has started. */
  get proven(): readonly Analysis[] {
    return this.#proven;
  }

  subscribe(listener: () => void): () => void {
    return this.#status.subscribe(listener);
  }

  start(signal?: AbortSignal): Promise<EngineInfo> {
    this.#started ??= this.#open(this.#endedOr(signal)).catch((thrown: unknown) => {
      this.#release();
      const error = toUndertoneError(thrown, 'engine-failed');
      this.#status.set({ kind: 'failed', error: error.toData() });
      throw error;
    });
    return this.#started;
  }

  analyze(request: AnalyzeRequest, options: AnalyzeOptions = {}): Promise<Analysis> {
    return this.#read(options, (analyzer, signal) => analyzer.analyze(request, { ...options, signal }));
  }

  /**
   * Reads many texts, those of equal length together: the same results as one by one, in less time.
   *
   * @returns for each request, in order, its analysis or the error that concerns it alone
   * @throws UndertoneError `cancelled`, `engine-failed`, and what `start` throws
   */
  analyzeMany(
    requests: readonly AnalyzeRequest[],
    options: AnalyzeOptions = {},
  ): Promise<(Analysis | UndertoneError)[]> {
    return this.#read(options, (analyzer, signal) => analyzer.analyzeMany(requests, { ...options, signal }));
  }

  async readRows(texts: readonly string[], { signal, ...asked }: ReadRowsOptions = {}): Promise<RowsRead> {
    const requests = texts.map((text) => ({ text, ...asked }));
    return toRowsRead(await this.analyzeMany(requests, signal === undefined ? {} : { signal }));
  }

  dispose(): void {
    this.#ended.abort();
    this.#release();
  }

  async #read<T>(
    options: AnalyzeOptions,
    read: (analyzer: Analyzer, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const signal = this.#endedOr(options.signal);
    stopIfAborted(signal);
    await this.start();
    stopIfAborted(signal);
    if (!this.#analyzer) throw new UndertoneError('engine-failed');
    try {
      return await read(this.#analyzer, signal);
    } catch (thrown) {
      stopIfAborted(signal);
      throw thrown;
    }
  }

  /** Safe at any time: a run holds the thread, so none is under way when this is called. */
  #release(): void {
    void this.#session?.release();
    this.#session = undefined;
    this.#analyzer = undefined;
  }

  async #open(signal: AbortSignal): Promise<EngineInfo> {
    const engine: EngineInfo = { where: this.#options.where, backend: 'node', threads: 1 };
    stopIfAborted(signal);
    this.#status.set({ kind: 'verifying' });
    const { manifest, graphPath, vocabulary } = await readModelFiles(
      this.#options.modelsDir,
      this.#options.modelId,
    );
    stopIfAborted(signal);
    this.#status.set({ kind: 'warming' });
    const session = await createNodeSession(graphPath);
    this.#session = session;
    const length = Math.min(warmUpLength, manifest.maxLength);
    await session.run(new Int32Array(length), 1, length);
    stopIfAborted(signal);
    this.#status.set({ kind: 'proving' });
    const analyzer = createAnalyzer({ session, tokenizer: createTokenizer(vocabulary), manifest, engine });
    this.#proven = await analyzer.prove();
    stopIfAborted(signal);
    this.#analyzer = analyzer;
    this.#manifest = manifest;
    this.#status.set({ kind: 'ready', engine });
    return engine;
  }

  #endedOr(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([this.#ended.signal, signal]) : this.#ended.signal;
  }
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new UndertoneError('cancelled');
}
