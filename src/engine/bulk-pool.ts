/** Many rows by several engines at once, each in a worker of its own, beside the one that people wait for. */
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import type { Engine, ReadRowsOptions, RowsRead } from '#core/engine';
import { abortable } from './abortable.ts';

export interface BulkPool {
  /** How many calls are worth having open at once: one for each engine, and one that waits so that none is idle. */
  readonly callsAtOnce: number;
  /** As an engine does. */
  readRows(texts: readonly string[], options?: ReadRowsOptions): Promise<RowsRead>;
  /** Gives the memory back, where a call is open as soon as it is answered; the next call takes it again. */
  rest(): void;
  /** Ends every engine; every open call rejects with `cancelled`. */
  dispose(): void;
}

export interface BulkPoolOptions {
  /** Engines at once, 1 at least. */
  lanes: number;
  /** Makes an engine that replaces itself when it is lost, as a router does. */
  openLane: () => Engine;
  /** Reads where no engine of the pool can be had. */
  fallback: Pick<Engine, 'readRows'>;
  /** An engine without a call for so long gives its memory back. */
  restAfterMs?: number;
}

interface Lane {
  engine: Engine | null;
  isBusy: boolean;
  /** Its engine failed beyond repair, for want of memory for instance: the others go on without it. */
  isLost: boolean;
  /** Its engine is to be ended as soon as it can be. */
  isLeaving: boolean;
  resting: ReturnType<typeof setTimeout> | undefined;
}

/** What says nothing of the engine: the caller's own word. */
const ofTheCaller: ReadonlySet<ErrorCode> = new Set(['cancelled']);
const defaultRestAfterMs = 30_000;

/** Engines are made when calls come, no more than there are calls. Each has one call at a time; calls wait in line. */
export function createBulkPool(options: BulkPoolOptions): BulkPool {
  const { openLane, fallback, restAfterMs = defaultRestAfterMs } = options;
  let lanes: Lane[] = [];
  /** Calls that wait for a lane; told null where there is none left. */
  const waiting: ((lane: Lane | null) => void)[] = [];
  let isDisposed = false;

  function renew(): void {
    lanes = Array.from({ length: options.lanes }, () => ({
      engine: null,
      isBusy: false,
      isLost: false,
      isLeaving: false,
      resting: undefined,
    }));
  }
  renew();

  function close(lane: Lane): void {
    clearTimeout(lane.resting);
    lane.engine?.dispose();
    lane.engine = null;
    lane.isLeaving = false;
  }

  /** A lane for the caller alone; null where all are lost. One whose engine is there comes first. */
  function takeLane(): Promise<Lane | null> {
    const left = lanes.filter(({ isLost }) => !isLost);
    if (left.length === 0) return Promise.resolve(null);
    const free = left.filter(({ isBusy }) => !isBusy);
    const lane = free.find(({ engine }) => engine !== null) ?? free[0];
    if (lane === undefined) return new Promise((resolve) => waiting.push(resolve));
    occupy(lane);
    return Promise.resolve(lane);
  }

  function occupy(lane: Lane): void {
    lane.isBusy = true;
    clearTimeout(lane.resting);
  }

  function release(lane: Lane): void {
    lane.isBusy = false;
    if (lane.isLost || lane.isLeaving) close(lane);
    if (lane.isLost) {
      if (lanes.every(({ isLost }) => isLost)) for (const wake of waiting.splice(0)) wake(null);
      return;
    }
    const next = waiting.shift();
    if (next !== undefined) {
      occupy(lane);
      next(lane);
    } else lane.resting = setTimeout(() => close(lane), restAfterMs);
  }

  /** A turn that comes after its caller has left goes to the next in line. */
  function nextLane(signal: AbortSignal | undefined): Promise<Lane | null> {
    const turn = takeLane();
    return abortable(turn, signal).catch((thrown: unknown) => {
      void turn.then((lane) => lane === null || release(lane));
      throw thrown;
    });
  }

  async function readRows(texts: readonly string[], asked: ReadRowsOptions = {}): Promise<RowsRead> {
    for (;;) {
      if (isDisposed || asked.signal?.aborted) throw new UndertoneError('cancelled');
      const lane = await nextLane(asked.signal);
      if (lane === null) return fallback.readRows(texts, asked);
      try {
        if (isDisposed) throw new UndertoneError('cancelled');
        lane.engine ??= openLane();
        return await lane.engine.readRows(texts, asked);
      } catch (thrown) {
        const { code } = toUndertoneError(thrown);
        if (ofTheCaller.has(code)) throw thrown;
        lane.isLost = true;
      } finally {
        release(lane);
      }
    }
  }

  return {
    callsAtOnce: options.lanes + 1,
    readRows,
    rest() {
      for (const lane of lanes) {
        lane.isLeaving = lane.isBusy;
        if (!lane.isBusy) close(lane);
      }
      // What failed for want of memory may do better another time.
      if (lanes.every(({ isBusy }) => !isBusy)) renew();
    },
    dispose() {
      isDisposed = true;
      for (const lane of lanes) close(lane);
    },
  };
}
