/**
 * One engine for all tabs of the device: the tab that leads holds it, the others ask it over a channel. A question
 * that a leader leaves unanswered, because it closed, crashed or froze, is asked of the next one.
 */
import type { EngineInfo } from '#core/contracts/analysis';
import { errorFromData, UndertoneError } from '#core/contracts/errors';
import type { AnalyzeOptions } from '#core/engine';
import { createObservable } from '#core/observable';
import type { Router } from '../router.ts';
import { createLeader } from './leader.ts';
import type { Leader } from './leader.ts';
import { seekLeadership } from './leadership.ts';
import { channelName, leaderLock } from './messages.ts';
import type { Answer, FromLeader, Question, Standing, ToLeader } from './messages.ts';

export interface TabDeadlines {
  /** While something is asked of it, the leader is greeted this often. */
  greetMs: number;
  /** A leader that left so many greetings unanswered has lost the lead. */
  mostUnanswered: number;
}

const defaultDeadlines: TabDeadlines = { greetMs: 500, mostUnanswered: 4 };

const idle: Standing = {
  state: { kind: 'idle' },
  status: { rung: null, serverOffered: false, wasStopped: false, setbacks: [] },
};

interface OpenCall {
  question: Question;
  onProgress: AnalyzeOptions['onProgress'];
  resolve: (answer: Exclude<Answer, { kind: 'failed' }>) => void;
  reject: (error: UndertoneError) => void;
}

/** Whether this browser lets tabs speak to each other; some refuse it where they may keep nothing. */
export function canShareEngine(): boolean {
  if (!('locks' in navigator)) return false;
  try {
    new BroadcastChannel(channelName).close();
    return true;
  } catch {
    return false;
  }
}

/**
 * The engine of the device as one tab sees it.
 *
 * @param openEngine makes this tab's own engine, whenever the tab comes to lead
 */
export function createTabRouter(openEngine: () => Router, deadlines = defaultDeadlines): Router {
  const standing = createObservable(idle);
  const leading = createObservable(false);
  const calls = new Map<string, OpenCall>();
  const channel = new BroadcastChannel(channelName);
  /** This tab's own leader; null while another tab leads. */
  let own: Leader | null = null;
  let leaderId = '';
  let greeting: ReturnType<typeof setInterval> | undefined;
  /** Counted, not timed: the timers of a hidden tab are slow, and so is a page that is busy itself. */
  let unanswered = 0;
  let isDisposed = false;
  /** A lead that was taken to start anew does so, whatever state the one before left. */
  let isReopening = false;

  function tell(message: ToLeader): void {
    if (isDisposed) return;
    if (own === null) channel.postMessage(message);
    else own.take(message);
  }

  function askAll(): void {
    for (const [call, { question }] of calls) tell({ kind: 'ask', call, question });
  }

  function hear(message: FromLeader): void {
    unanswered = 0;
    if (message.kind === 'standing') {
      const isNew = message.leader !== leaderId;
      leaderId = message.leader;
      standing.set(message.standing);
      if (isNew) askAll();
      return;
    }
    const call = calls.get(message.call);
    if (message.kind === 'progress') call?.onProgress?.(message.progress);
    else if (message.answer.kind === 'failed') call?.reject(errorFromData(message.answer.error));
    else call?.resolve(message.answer);
  }

  /** Waits for no start any more, and shows it even where the leader does not hear the word. */
  function halt(): void {
    const { state, status } = standing.get();
    if (state.kind === 'ready') return;
    for (const call of calls.values()) {
      if (call.question.kind === 'start') call.reject(new UndertoneError('cancelled'));
    }
    standing.set({ state: { kind: 'idle' }, status: { ...status, rung: null, wasStopped: true } });
  }

  function lead(): void {
    const { state: before, status } = standing.get();
    own?.stop();
    const engine = openEngine();
    own = createLeader(engine, (message) => {
      channel.postMessage(message);
      // A leader speaks first while it is being made; its own tab asks once it is there.
      queueMicrotask(() => {
        if (own !== null) hear(message);
      });
    });
    // What the tab before had made ready is made ready again: others count on it.
    const wasWanted = before.kind !== 'idle' && before.kind !== 'failed';
    if (isReopening) engine.reopen();
    else if (wasWanted && !status.wasStopped) start().catch(() => undefined);
    else if (status.wasStopped) own.take({ kind: 'stop' });
    isReopening = false;
    leading.set(true);
  }

  const leadership = seekLeadership(leaderLock, {
    onLead: lead,
    onLost() {
      own?.stop();
      own = null;
      leading.set(false);
      leaderId = '';
      tell({ kind: 'hello' });
      if (calls.size > 0) keepGreeting();
    },
  });

  channel.addEventListener('message', ({ data }: MessageEvent<ToLeader | FromLeader>) => {
    const isForTabs = data.kind === 'standing' || data.kind === 'progress' || data.kind === 'answer';
    if (!isForTabs) {
      own?.take(data);
      if (own === null && data.kind === 'stop') halt();
    }
    // What a leader hears from another is from one that was frozen and does not know yet that its time is over.
    else if (own === null) hear(data);
  });
  tell({ kind: 'hello' });

  /** Greets the leader while something is asked of it, and takes the lead when it says nothing. */
  function keepGreeting(): void {
    if (greeting !== undefined) return;
    unanswered = 0;
    greeting = setInterval(() => {
      if (own !== null || calls.size === 0) {
        clearInterval(greeting);
        greeting = undefined;
      } else if (unanswered >= deadlines.mostUnanswered) {
        unanswered = 0;
        leadership.seize();
      } else {
        unanswered += 1;
        tell({ kind: 'hello' });
      }
    }, deadlines.greetMs);
  }

  function ask(
    question: Question,
    { signal, onProgress }: AnalyzeOptions,
  ): Promise<Exclude<Answer, { kind: 'failed' }>> {
    return new Promise((resolve, reject) => {
      if (isDisposed || signal?.aborted) {
        reject(new UndertoneError('cancelled'));
        return;
      }
      const call = crypto.randomUUID();
      const onAbort = (): void => {
        tell({ kind: 'cancel', call });
        settle(() => reject(new UndertoneError('cancelled')));
      };
      function settle(how: () => void): void {
        if (!calls.delete(call)) return;
        signal?.removeEventListener('abort', onAbort);
        how();
      }
      signal?.addEventListener('abort', onAbort);
      calls.set(call, {
        question,
        onProgress,
        resolve: (answer) => settle(() => resolve(answer)),
        reject: (error) => settle(() => reject(error)),
      });
      tell({ kind: 'ask', call, question });
      if (own === null) keepGreeting();
    });
  }

  async function start(signal?: AbortSignal): Promise<EngineInfo> {
    const answer = await ask({ kind: 'start' }, signal === undefined ? {} : { signal });
    if (answer.kind !== 'started') throw new UndertoneError('internal');
    return answer.engine;
  }

  return {
    get state() {
      return standing.get().state;
    },
    get status() {
      return standing.get().status;
    },
    subscribe: standing.subscribe,
    leading,
    start,
    async analyze(request, options = {}) {
      const answer = await ask({ kind: 'analyze', request }, options);
      if (answer.kind !== 'read') throw new UndertoneError('internal');
      return answer.analysis;
    },
    async readRows(texts, { signal, ...options } = {}) {
      const question: Question = { kind: 'read-rows', texts, options };
      const answer = await ask(question, signal === undefined ? {} : { signal });
      if (answer.kind !== 'rows-read') throw new UndertoneError('internal');
      return answer.rows;
    },
    async compare(signal) {
      await ask({ kind: 'compare' }, { signal });
    },
    stop() {
      if (own === null) halt();
      tell({ kind: 'stop' });
    },
    rest() {
      tell({ kind: 'rest' });
    },
    reopen() {
      isReopening = true;
      // In this tab, since it knows what is to be read with; what others have asked is asked of its engine again.
      if (own === null) leadership.seize();
      else lead();
    },
    letGo() {
      tell({ kind: 'let-go' });
    },
    noteErased() {
      tell({ kind: 'erased' });
    },
    dispose() {
      isDisposed = true;
      clearInterval(greeting);
      own?.stop();
      own = null;
      leading.set(false);
      leadership.leave();
      channel.close();
      for (const call of calls.values()) call.reject(new UndertoneError('cancelled'));
      standing.set(idle);
    },
  };
}
