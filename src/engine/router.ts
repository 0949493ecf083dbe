/**
 * Decides which engine reads. The rungs are tried from the top; an engine that is lost is replaced by a fresh one
 * on the same rung, then on the next, and the reading it lost is done again.
 */
import type { EngineInfo } from '#core/contracts/analysis';
import { errorFromData, toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import type { Engine, EngineState } from '#core/engine';
import { abortable } from './abortable.ts';
import { createObservable } from '#core/observable';

export interface Rung {
  name: 'webgpu' | 'threads' | 'single' | 'server' | 'own';
  create: () => Engine;
}

/** An engine that failed or was lost, and why. */
export interface Setback {
  rung: Rung['name'];
  code: ErrorCode;
  /** Milliseconds since 1970. */
  timeMs: number;
}

export interface RouterStatus {
  /** The rung of the engine in use or being started; null when there is none. */
  rung: Rung['name'] | null;
  /** Whether this device cannot read by itself, so that the server is worth offering. */
  serverOffered: boolean;
  /** The last of them, latest first. */
  setbacks: readonly Setback[];
}

/**
 * An engine that is made of others. Unlike a single engine it may be started again after it failed or was stopped;
 * a reading asked for while it is idle starts it, one asked for after it failed is refused until it is started again.
 */
export interface Router extends Engine {
  /** Changes together with `state`; the same object until it does. */
  readonly status: RouterStatus;
  /** Ends an engine that is ready, and with it the memory it holds; the next reading makes a new one. */
  rest(): void;
  /** Ends whatever engine there is and starts anew with what there is to read with now. */
  reopen(): void;
}

export interface RouterOptions {
  /** From the best to the last resort, asked at every start; none on a device that can run none. */
  rungs: () => readonly Rung[];
  /** Whether there is a server to offer once every rung has failed. */
  canOfferServer: boolean;
}

/** Failures that every rung would meet alike, so that the next one is not tried. */
const sharedFailures: ReadonlySet<ErrorCode> = new Set(['cancelled', 'model-unavailable', 'model-corrupt']);
/** Failures of a reading that are the engine's own and not the text's. */
const losses: ReadonlySet<ErrorCode> = new Set(['engine-lost', 'engine-failed']);
/** Engines that one reading may wear out before it is given up. */
const maxAttempts = 3;
const mostSetbacks = 10;

interface Held {
  engine: Engine;
  rungIndex: number;
}

export function createRouter({ rungs: findRungs, canOfferServer }: RouterOptions): Router {
  const state = createObservable<EngineState>({ kind: 'idle' });
  let status: RouterStatus = { rung: null, serverOffered: false, setbacks: [] };
  let rungs: readonly Rung[] = [];
  let held: Held | null = null;
  let ready: Promise<EngineInfo> | null = null;
  let lossesInARow = 0;
  let round = 0;

  function show(
    next: EngineState,
    { rung, serverOffered }: Pick<RouterStatus, 'rung' | 'serverOffered'>,
  ): void {
    if (rung !== status.rung || serverOffered !== status.serverOffered)
      status = { ...status, rung, serverOffered };
    state.set(next);
  }

  function note(rung: Rung['name'], code: ErrorCode): void {
    if (code === 'cancelled') return;
    const setbacks = [{ rung, code, timeMs: Date.now() }, ...status.setbacks].slice(0, mostSetbacks);
    status = { ...status, setbacks };
  }

  function dropEngine(): void {
    const engine = held?.engine;
    held = null;
    engine?.dispose();
  }

  /** Tries the rungs from `first` on, each with an engine of its own. */
  async function climb(first: number, signal: AbortSignal | undefined): Promise<EngineInfo> {
    round += 1;
    const ownRound = round;
    let failure = new UndertoneError('engine-failed', { reason: 'no rung left' });
    for (const [offset, rung] of rungs.slice(first).entries()) {
      dropEngine();
      const engine = rung.create();
      const own: Held = { engine, rungIndex: first + offset };
      held = own;
      engine.subscribe(() => onEngineState(own, rung.name));
      try {
        return await engine.start(signal);
      } catch (thrown) {
        failure = toUndertoneError(thrown, 'engine-failed');
        if (ownRound !== round) throw failure;
        note(rung.name, failure.code);
        if (sharedFailures.has(failure.code)) break;
      }
    }
    dropEngine();
    const isStopped = failure.code === 'cancelled';
    const next: EngineState = isStopped ? { kind: 'idle' } : { kind: 'failed', error: failure.toData() };
    // The server reads with another model than the person's own.
    const isOwn = rungs.some(({ name }) => name === 'own');
    show(next, { rung: null, serverOffered: canOfferServer && !isStopped && !isOwn });
    throw failure;
  }

  function onEngineState(source: Held, rung: Rung['name']): void {
    if (held !== source) return;
    const next = source.engine.state;
    if (next.kind !== 'failed') show(next, { rung, serverOffered: false });
    // An engine that fails while it starts is the business of the climb.
    else if (state.get().kind === 'ready') {
      note(rung, next.error.code);
      replace(source);
    }
  }

  /** Puts a fresh engine in the place of a lost one. */
  function replace(lost: Held): void {
    lossesInARow += 1;
    const first = lossesInARow > 1 ? lost.rungIndex + 1 : lost.rungIndex;
    if (first > lost.rungIndex) lossesInARow = 0;
    void restart(first, undefined);
  }

  /** A climb that others wait for too; once it has failed, the next `start` is a new one. */
  function restart(first: number, signal: AbortSignal | undefined): Promise<EngineInfo> {
    const climbing = climb(first, signal);
    ready = climbing;
    climbing.catch(() => {
      if (ready === climbing) ready = null;
    });
    return climbing;
  }

  function start(signal?: AbortSignal): Promise<EngineInfo> {
    if (ready !== null) return ready;
    rungs = findRungs();
    return restart(0, signal);
  }

  function end(): void {
    round += 1;
    ready = null;
    dropEngine();
    show({ kind: 'idle' }, { rung: null, serverOffered: false });
  }

  return {
    get state() {
      return state.get();
    },
    get status() {
      return status;
    },
    subscribe: state.subscribe,
    start,
    async analyze(request, options = {}) {
      for (let attempt = 1; ; attempt += 1) {
        const standing = state.get();
        if (standing.kind === 'failed') throw errorFromData(standing.error);
        await abortable(start(), options.signal);
        const engine = held?.engine;
        if (engine === undefined) throw new UndertoneError('cancelled');
        try {
          const result = await engine.analyze(request, options);
          lossesInARow = 0;
          return result;
        } catch (thrown) {
          const error = toUndertoneError(thrown);
          if (!losses.has(error.code) || attempt === maxAttempts) throw error;
        }
      }
    },
    rest() {
      if (state.get().kind !== 'ready') return;
      round += 1;
      ready = null;
      dropEngine();
      show({ kind: 'resting' }, { rung: null, serverOffered: false });
    },
    reopen() {
      end();
      start().catch(() => undefined);
    },
    dispose: end,
  };
}
