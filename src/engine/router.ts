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
import type { Observable } from '#core/observable';

export interface Rung {
  name: 'webgpu' | 'threads' | 'single' | 'server' | 'own';
  /** @param isTrial only to be tried beside the engine in use: no version takes over by it */
  create: (isTrial?: boolean) => Engine;
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
  /** Whether the person stopped the last start: nothing is read until it is started again. */
  wasStopped: boolean;
  /** The last of them, latest first. */
  setbacks: readonly Setback[];
}

/**
 * An engine that is made of others. Unlike a single engine it may be started again after it failed or was stopped;
 * a reading asked for while it is idle starts it, one asked for after it failed or was stopped is refused until it is
 * started again. Several may wait for one start, so a signal ends the wait of its caller and no more.
 */
export interface Router extends Engine {
  /** Changes together with `state`; the same object until it does. */
  readonly status: RouterStatus;
  /** Ends a start that is under way, for everyone who waits for it. */
  stop(): void;
  /** Ends an engine that is ready, and with it the memory it holds; the next reading makes a new one. */
  rest(): void;
  /**
   * Ends whatever engine there is and starts anew with what there is to read with now; idle where data is not to be
   * spent on that unasked.
   */
  reopen(): void;
  /** Ends whatever engine there is and starts none: the next reading does, or a word where data is not to be spent. */
  letGo(): void;
  /** To be called once the files of Undertone's own model were erased: the engine in use would have to fetch them. */
  noteErased(): void;
  /** Whether the engine is this tab's own; where another tab leads, that one has it. */
  readonly leading: Pick<Observable<boolean>, 'get' | 'subscribe'>;
  /**
   * Finds out anew which way to read is the fastest here, for the next start; nothing where there is but one.
   *
   * @throws UndertoneError `cancelled`, and whatever ended the engine that the others are held against
   */
  compare(signal: AbortSignal): Promise<void>;
}

export interface RouterOptions {
  /** From the best to the last resort, asked at every start; none on a device that can run none. */
  rungs: () => readonly Rung[] | Promise<readonly Rung[]>;
  /** Whether there is a server to offer once every rung has failed. */
  canOfferServer: boolean;
  /** Data is not to be spent unasked: a model that was not kept is not fetched again in place of a lost one. */
  isSparing?: boolean;
  /** Whether a start costs no data that nobody agreed to spend, asked when the router is opened anew. */
  isStartFree?: () => Promise<boolean>;
  compare?: (router: Router, signal: AbortSignal) => Promise<void>;
}

/** Failures of the model's files, which every rung that reads with the same ones would meet alike. */
const fileFailures: ReadonlySet<ErrorCode> = new Set(['model-unavailable', 'model-corrupt']);
/** Failures of a reading that are the engine's own and not the text's. */
const losses: ReadonlySet<ErrorCode> = new Set(['engine-lost', 'engine-failed']);
/** Engines that one reading may wear out before it is given up. */
const maxAttempts = 3;
const mostSetbacks = 10;

type ModelGraph = 'processor' | 'graphics';

function graphOf({ name }: Rung): ModelGraph {
  return name === 'webgpu' ? 'graphics' : 'processor';
}

interface Held {
  engine: Engine;
  rungIndex: number;
}

export function createRouter({
  rungs: findRungs,
  canOfferServer,
  isSparing = false,
  isStartFree = () => Promise.resolve(true),
  compare = () => Promise.resolve(),
}: RouterOptions): Router {
  const state = createObservable<EngineState>({ kind: 'idle' });
  let status: RouterStatus = { rung: null, serverOffered: false, wasStopped: false, setbacks: [] };
  let rungs: readonly Rung[] = [];
  let held: Held | null = null;
  let ready: Promise<EngineInfo> | null = null;
  let lossesInARow = 0;
  let round = 0;
  let isDisposed = false;

  function show(next: EngineState, changes: Partial<Omit<RouterStatus, 'setbacks'>> = {}): void {
    const { rung = null, serverOffered = false, wasStopped = false } = changes;
    if (rung !== status.rung || serverOffered !== status.serverOffered || wasStopped !== status.wasStopped)
      status = { ...status, rung, serverOffered, wasStopped };
    state.set(next);
  }

  /** Whatever climbs or reads is not waited for any more. */
  function abandon(): void {
    round += 1;
    ready = null;
    dropEngine();
  }

  function note(rung: Rung['name'], code: ErrorCode): void {
    const setbacks = [{ rung, code, timeMs: Date.now() }, ...status.setbacks].slice(0, mostSetbacks);
    status = { ...status, setbacks };
  }

  function dropEngine(): void {
    const engine = held?.engine;
    held = null;
    engine?.dispose();
  }

  /** Tries the rungs from `from` on, each with an engine of its own; with null all of them, found anew. */
  async function climb(from: number | null): Promise<EngineInfo> {
    round += 1;
    const ownRound = round;
    const first = from ?? 0;
    let failure = new UndertoneError('engine-failed', { reason: 'no rung left' });
    try {
      if (from === null) rungs = await findRungs();
    } catch (thrown) {
      rungs = [];
      failure = toUndertoneError(thrown, 'engine-failed');
    }
    if (ownRound !== round) throw new UndertoneError('cancelled');
    let unreadable: ModelGraph | null = null;
    for (const [offset, rung] of rungs.slice(first).entries()) {
      if (graphOf(rung) === unreadable) continue;
      dropEngine();
      const own: Held = { engine: rung.create(), rungIndex: first + offset };
      held = own;
      own.engine.subscribe(() => onEngineState(own, rung.name));
      try {
        return await own.engine.start();
      } catch (thrown) {
        failure = toUndertoneError(thrown, 'engine-failed');
        if (ownRound !== round) throw failure;
        note(rung.name, failure.code);
        unreadable = fileFailures.has(failure.code) ? graphOf(rung) : unreadable;
      }
    }
    giveUp({ kind: 'failed', error: failure.toData() });
    throw failure;
  }

  function onEngineState(source: Held, rung: Rung['name']): void {
    if (held !== source) return;
    const before = state.get();
    const next = source.engine.state;
    if (next.kind !== 'failed') show(next, { rung });
    // An engine that fails while it starts is the business of the climb.
    else if (before.kind === 'ready') {
      note(rung, next.error.code);
      // The files of a person's own model are with the page, kept or not: another engine fetches nothing.
      if (isSparing && rung !== 'own' && before.facts?.isKept === false) giveUp(next);
      else replace(source);
    }
  }

  function giveUp(failed: Extract<EngineState, { kind: 'failed' }>): void {
    abandon();
    // The server reads with another model than a person's own.
    const isOwn = rungs.some(({ name }) => name === 'own');
    show(failed, { serverOffered: canOfferServer && !isOwn });
  }

  /** Puts a fresh engine in the place of a lost one. */
  function replace(lost: Held): void {
    lossesInARow += 1;
    const first = lossesInARow > 1 ? lost.rungIndex + 1 : lost.rungIndex;
    if (first > lost.rungIndex) lossesInARow = 0;
    void restart(first);
  }

  /** A climb that others wait for too; once it has failed, the next `start` is a new one. */
  function restart(from: number | null): Promise<EngineInfo> {
    const climbing = climb(from);
    ready = climbing;
    climbing.catch(() => {
      if (ready === climbing) ready = null;
    });
    return climbing;
  }

  async function start(signal?: AbortSignal): Promise<EngineInfo> {
    if (isDisposed) throw new UndertoneError('cancelled');
    return abortable(ready ?? restart(null), signal);
  }

  /** Has an engine read, and another where it is lost over that. */
  async function withEngine<Value>(
    read: (engine: Engine) => Promise<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    for (let attempt = 1; ; attempt += 1) {
      const standing = state.get();
      if (standing.kind === 'failed') throw errorFromData(standing.error);
      if (status.wasStopped) throw new UndertoneError('cancelled');
      await start(signal);
      const engine = held?.engine;
      if (engine === undefined) throw new UndertoneError('cancelled');
      try {
        const result = await read(engine);
        lossesInARow = 0;
        return result;
      } catch (thrown) {
        const error = toUndertoneError(thrown);
        if (!losses.has(error.code) || attempt === maxAttempts) throw error;
      }
    }
  }

  const router: Router = {
    get state() {
      return state.get();
    },
    get status() {
      return status;
    },
    subscribe: state.subscribe,
    start,
    analyze: (request, options = {}) =>
      withEngine((engine) => engine.analyze(request, options), options.signal),
    readRows: (texts, options = {}) =>
      withEngine((engine) => engine.readRows(texts, options), options.signal),
    stop() {
      if (state.get().kind === 'ready') return;
      abandon();
      show({ kind: 'idle' }, { wasStopped: true });
    },
    rest() {
      if (state.get().kind !== 'ready') return;
      abandon();
      show({ kind: 'resting' });
    },
    reopen() {
      abandon();
      show({ kind: 'idle' });
      const ownRound = round;
      isStartFree()
        .then((isFree) => (isFree && ownRound === round ? start() : null))
        .catch(() => undefined);
    },
    letGo() {
      abandon();
      show({ kind: isSparing ? 'idle' : 'resting' });
    },
    noteErased() {
      const now = state.get();
      if (status.rung === 'own') return;
      if (now.kind === 'ready' && now.facts !== undefined) {
        const facts = { ...now.facts, isKept: false, wasErased: now.facts.isKept };
        show({ ...now, facts }, { rung: status.rung });
      } else if (now.kind === 'resting' && isSparing) {
        show({ kind: 'idle' });
      }
    },
    leading: createObservable(true),
    compare: (signal) => compare(router, signal),
    dispose() {
      isDisposed = true;
      abandon();
      show({ kind: 'idle' });
    },
  };
  return router;
}
