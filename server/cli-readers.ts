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
    dispose() {
      for (const reader of readers) reader.dispose();
    },
  };
}

interface Reader {
  readonly isAlive: boolean;
  readonly underWay: number;
  /** @throws UndertoneError `engine-lost`, and what the process could not do */
  read(texts: readonly string[]): Promise<RowResult[]>;
  dispose(): void;
}

function createReader({ modelsDir, modelId, anyLanguage }: RowReadersOptions): Reader {
  const waiting = new Map<number, (results: RowResult[] | null) => void>();
  let isAlive = true;
  let lastId = 0;

  function hear(message: MessageFromChild): void {
    if (message.kind === 'state') {
      if (message.state.kind === 'failed') child.kill();
      return;
    }
    if (message.kind !== 'rows-read' && message.kind !== 'failure') return;
    waiting.get(message.id)?.(message.kind === 'rows-read' ? message.results : null);
    waiting.delete(message.id);
  }

  const child = new InferenceProcess(modelsDir, modelId, {
    onMessage: hear,
    onEnd() {
      isAlive = false;
      for (const settle of waiting.values()) settle(null);
      waiting.clear();
    },
  });

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
        child.send({ kind: 'rows', id, texts: [...texts], anyLanguage });
      });
    },
    dispose: () => child.kill(),
  };
}
