/** What a reader does when nobody asks anything of it: find out which backend is fastest, give its memory back. */
import type { Router } from './router.ts';

export interface IdleTask {
  /** How long it has to be ready and unasked. */
  afterMs: number;
  /** Done once in each stretch of quiet; a reading that is asked for aborts the signal. */
  run: (signal: AbortSignal) => void;
}

/**
 * The same router, watched.
 *
 * @param tasks each by itself, in the order of their times
 */
export function watchIdle(router: Router, tasks: readonly IdleTask[]): Router {
  let open = 0;
  let quiet = new AbortController();
  let timers: ReturnType<typeof setTimeout>[] = [];

  function disturb(): void {
    for (const timer of timers.splice(0)) clearTimeout(timer);
    quiet.abort();
  }

  function settle(): void {
    disturb();
    const { state } = router;
    // Giving a model back that is not kept, or trying another backend with it, would mean to fetch it again.
    if (open > 0 || state.kind !== 'ready' || state.facts?.isKept === false) return;
    quiet = new AbortController();
    const { signal } = quiet;
    timers = tasks.map(({ afterMs, run }) => setTimeout(() => run(signal), afterMs));
  }

  async function whileOpen<Value>(work: () => Promise<Value>): Promise<Value> {
    open += 1;
    disturb();
    try {
      return await work();
    } finally {
      open -= 1;
      settle();
    }
  }

  const standing = (): string => {
    const { state } = router;
    return state.kind === 'ready' ? `ready ${state.facts?.isKept}` : state.kind;
  };
  let last = standing();
  const unsubscribe = router.subscribe(() => {
    if (standing() === last) return;
    last = standing();
    settle();
  });

  return {
    get state() {
      return router.state;
    },
    get status() {
      return router.status;
    },
    subscribe: (listener) => router.subscribe(listener),
    start: (signal) => router.start(signal),
    analyze: (request, options) => whileOpen(() => router.analyze(request, options)),
    readRows: (texts, options) => whileOpen(() => router.readRows(texts, options)),
    compare: (signal) => whileOpen(() => router.compare(signal)),
    stop: () => router.stop(),
    rest: () => router.rest(),
    reopen: () => router.reopen(),
    letGo: () => router.letGo(),
    noteErased: () => router.noteErased(),
    leading: router.leading,
    dispose() {
      unsubscribe();
      disturb();
      router.dispose();
    },
  };
}
