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
  /** A leader that says nothing for so long, although greeted, has lost the lead. */
  silentMs: number;
}

const defaultDeadlines: TabDeadlines = { greetMs: 500, silentMs: 2500 };

const idle: Standing = {
  state: { kind: 'idle' },
  status: { rung: null, serverOffered: false, setbacks: [] },
};

interface OpenCall {
  question: Question;
  onProgress: AnalyzeOptions['onProgress'];
  resolve: (answer: Exclude<Answer, { kind: 'failed' }>) => void;
  reject: (error: UndertoneError) => void;
}

/** Whether this browser lets tabs find each other. */
export function canShareEngine(): boolean {
  return 'locks' in navigator && typeof BroadcastChannel === 'function';
}

/**
 * The engine of the device as one tab sees it.
 *
 * @param openEngine makes this tab's own engine, whenever the tab comes to lead
 */
export function createTabRouter(openEngine: () => Router, deadlines = defaultDeadlines): Router {
  const standing = createObservable(idle);
  const calls = new Map<string, OpenCall>();
  const channel = new BroadcastChannel(channelName);
  /** This tab's own leader; null while another tab leads. */
  let own: Leader | null = null;
  let leaderId = '';
  let greeting: ReturnType<typeof setInterval> | undefined;
  let heardAtMs = 0;
  let isDisposed = false;
  /** A lead that was taken to start anew starts, whatever state the one before left. */
  let isReopening = false;

  function tell(message: ToLeader): void {
    if (own === null) channel.postMessage(message);
    else own.take(message);
  }

  function askAll(): void {
    for (const [call, { question }] of calls) tell({ kind: 'ask', call, question });
  }

  function hear(message: FromLeader): void {
    heardAtMs = performance.now();
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

  function lead(): void {
    const before = standing.get().state.kind;
    own?.stop();
    own = createLeader(openEngine(), (message) => {
      channel.postMessage(message);
      // A leader speaks first while it is being made; its own tab asks once it is there.
      queueMicrotask(() => {
        if (own !== null) hear(message);
      });
    });
    // What the tab before had made ready is made ready again: others count on it.
    if (isReopening || (before !== 'idle' && before !== 'failed')) start().catch(() => undefined);
    isReopening = false;
  }

  const leadership = seekLeadership(leaderLock, {
    onLead: lead,
    onLost() {
      own?.stop();
      own = null;
      leaderId = '';
      tell({ kind: 'hello' });
      if (calls.size > 0) keepGreeting();
    },
  });

  channel.addEventListener('message', ({ data }: MessageEvent<ToLeader | FromLeader>) => {
    const isForTabs = data.kind === 'standing' || data.kind === 'progress' || data.kind === 'answer';
    if (!isForTabs) own?.take(data);
    // What a leader hears from another is from one that was frozen and does not know yet that its time is over.
    else if (own === null) hear(data);
  });
  tell({ kind: 'hello' });

  /** Greets the leader while something is asked of it, and takes the lead when it says nothing. */
  function keepGreeting(): void {
    if (greeting !== undefined) return;
    heardAtMs = performance.now();
    greeting = setInterval(() => {
      if (own !== null || calls.size === 0) {
        clearInterval(greeting);
        greeting = undefined;
      } else if (performance.now() - heardAtMs > deadlines.silentMs) {
        heardAtMs = performance.now();
        leadership.seize();
      } else {
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
    start,
    async analyze(request, options = {}) {
      const answer = await ask({ kind: 'analyze', request }, options);
      if (answer.kind !== 'read') throw new UndertoneError('internal');
      return answer.analysis;
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
    dispose() {
      isDisposed = true;
      clearInterval(greeting);
      own?.stop();
      own = null;
      leadership.leave();
      channel.close();
      for (const call of calls.values()) call.reject(new UndertoneError('cancelled'));
      standing.set(idle);
    },
  };
}
