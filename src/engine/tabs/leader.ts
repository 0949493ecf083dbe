/** The leading tab's side: the one engine of the device answers the questions of all tabs. */
import { toUndertoneError } from '#core/contracts/errors';
import type { Router } from '../router.ts';
import type { Answer, FromLeader, Question, ToLeader } from './messages.ts';

export interface Leader {
  /** Takes a message of any tab, its own too. */
  take(message: ToLeader): void;
  /** Ends the engine; what is open stays unanswered, for the next leader to answer. */
  stop(): void;
}

/**
 * @param engine read with and listened to until `stop`
 * @param say takes what all tabs, this one too, should hear
 */
export function createLeader(engine: Router, say: (message: FromLeader) => void): Leader {
  const id = crypto.randomUUID();
  const open = new Map<string, AbortController>();
  let hasStopped = false;

  function sayStanding(): void {
    const { state, status } = engine;
    say({ kind: 'standing', leader: id, standing: { state, status } });
  }

  async function answer(call: string, question: Question, signal: AbortSignal): Promise<Answer> {
    if (question.kind === 'start') return { kind: 'started', engine: await engine.start(signal) };
    if (question.kind === 'compare') {
      await engine.compare(signal);
      return { kind: 'compared' };
    }
    if (question.kind === 'read-rows') {
      const { texts, options } = question;
      return { kind: 'rows-read', rows: await engine.readRows(texts, { ...options, signal }) };
    }
    const onProgress = (progress: { done: number; total: number }): void =>
      say({ kind: 'progress', call, progress });
    return { kind: 'read', analysis: await engine.analyze(question.request, { signal, onProgress }) };
  }

  async function take(call: string, question: Question): Promise<void> {
    if (open.has(call)) return;
    const own = new AbortController();
    open.set(call, own);
    const found = await answer(call, question, own.signal).catch((thrown: unknown): Answer => ({
      kind: 'failed',
      error: toUndertoneError(thrown).toData(),
    }));
    open.delete(call);
    if (!hasStopped && !own.signal.aborted) say({ kind: 'answer', call, answer: found });
  }

  function rest(): void {
    if (open.size === 0) engine.rest();
  }

  const unsubscribe = engine.subscribe(sayStanding);
  sayStanding();
  return {
    take(message) {
      if (hasStopped) return;
      if (message.kind === 'ask') void take(message.call, message.question);
      else if (message.kind === 'cancel') open.get(message.call)?.abort();
      else if (message.kind === 'rest') rest();
      else if (message.kind === 'let-go') engine.letGo();
      else if (message.kind === 'erased') engine.noteErased();
      else {
        if (message.kind === 'stop') engine.stop();
        // Said in any case: where there was nothing to stop, the tab that asked should know.
        sayStanding();
      }
    },
    stop() {
      hasStopped = true;
      unsubscribe();
      for (const own of open.values()) own.abort();
      engine.dispose();
    },
  };
}
