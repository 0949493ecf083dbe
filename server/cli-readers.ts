/** The texts of a long table, read by as many processes as the machine has processors. */
import { availableParallelism } from 'node:os';
import { UndertoneError } from '#core/contracts/errors';
import type { RowResult } from '#core/contracts/row-result';
import { toRowResult } from '#core/score/row-result';
import { readTexts } from './analyze-rows.ts';
import type { LocalEngine } from './local-engine.ts';
import type { MessageFromChild } from './ort/child-messages.ts';
import { InferenceProcess } from './services/inference-process.ts';

/** Fewer texts are read before another process has started. */
const fewestTexts = 1_000;
/** Each takes some 200 MB. */
const mostProcesses = 16;
/** One is being read and one waits, so that no process does. */
const readingsPerProcess = 2;
/** A reading is of a few thousand words at most, and takes seconds. */
const longestSilenceMs = 300_000;

export interface RowReaders {
  /** Readings that may be under way at a time. */
  readonly atOnce: number;
  readonly read: (texts: readonly string[]) => Promise<RowResult[]>;
  dispose(): void;
}

export interface RowReadersOptions {
  /** Reads what no process does. */
  readonly engine: LocalEngine;
  readonly modelsDir: string;
  readonly modelId: string | undefined;
  readonly anyLanguage: boolean;
  /** After which a process that owes an answer counts as hanging, and is ended. */
  readonly stallTimeoutMs?: number;
  /** Told of each process that is started. */
  readonly onProcess?: (processId: number) => void;
}

/**
 * A process has one thread and a text is read alike in each of them, so they add up: two take half the time.
 *
 * @param textCount texts to be read
 */
export function processesFor(textCount: number, processors = availableParallelism()): number {
  return textCount < fewestTexts ? 0 : Math.min(processors, mostProcesses);
}

/** @param processes with 0 everything is read in this one */
export function createRowReaders(options: RowReadersOptions, processes: number): RowReaders {
  const { engine, anyLanguage } = options;
  const readers = Array.from({ length: processes }, () => createReader(options));
  // However this process ends, they end before it: what they still had to say would have no hearer.
  process.once('exit', dispose);

  function dispose(): void {
    process.off('exit', dispose);
    for (const reader of readers) reader.dispose();
  }

  async function readHere(texts: readonly string[]): Promise<RowResult[]> {
    return (await readTexts(engine, texts, anyLanguage)).map(toRowResult);
  }

  return {
    atOnce: Math.max(1, processes * readingsPerProcess),
    async read(texts) {
      const [idlest] = readers.filter((reader) => reader.isAlive).toSorted((a, b) => a.underWay - b.underWay);
      if (idlest === undefined || texts.length === 0) return readHere(texts);
      // What a process could not read, this one tries: a text that ends it too ends the command.
      return idlest.read(texts).catch(() => readHere(texts));
    },
    dispose,
  };
}

interface Reader {
  readonly isAlive: boolean;
  readonly underWay: number;
  /** @throws UndertoneError `engine-lost`, and what the process could not do */
  read(texts: readonly string[]): Promise<RowResult[]>;
  dispose(): void;
}

function createReader(options: RowReadersOptions): Reader {
  const { modelsDir, modelId, anyLanguage, stallTimeoutMs = longestSilenceMs } = options;
  const waiting = new Map<number, (results: RowResult[] | null) => void>();
  let isAlive = true;
  let lastId = 0;
  let silence: NodeJS.Timeout | undefined;

  /** To be called whenever it has said something, or something is asked of it. */
  function listen(): void {
    clearTimeout(silence);
    if (isAlive && waiting.size > 0) silence = setTimeout(() => child.kill(), stallTimeoutMs);
  }

  function hear(message: MessageFromChild): void {
    if (message.kind === 'state') {
      if (message.state.kind === 'failed') child.kill();
      return;
    }
    if (message.kind !== 'rows-read' && message.kind !== 'failure') return;
    waiting.get(message.id)?.(message.kind === 'rows-read' ? message.results : null);
    waiting.delete(message.id);
    listen();
  }

  const child = new InferenceProcess(modelsDir, modelId, {
    onMessage: hear,
    onEnd() {
      isAlive = false;
      clearTimeout(silence);
      for (const settle of waiting.values()) settle(null);
      waiting.clear();
    },
  });

  if (child.pid !== undefined) options.onProcess?.(child.pid);

  return {
    get isAlive() {
      return isAlive;
    },
    get underWay() {
      return waiting.size;
    },
    read(texts) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, (results) => {
          if (results === null) reject(new UndertoneError('engine-lost'));
          else resolve(results);
        });
        // While another is under way, it is that one which is waited for.
        if (waiting.size === 1) listen();
        child.send({ kind: 'rows', id, texts: [...texts], anyLanguage });
      });
    },
    dispose() {
      clearTimeout(silence);
      child.kill();
    },
  };
}
