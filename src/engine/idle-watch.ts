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
    if (open > 0 || router.state.kind !== 'ready') return;
    quiet = new AbortController();
    const { signal } = quiet;
    timers = tasks.map(({ afterMs, run }) => setTimeout(() => run(signal), afterMs));
  }

  let lastKind = router.state.kind;
  const unsubscribe = router.subscribe(() => {
    if (router.state.kind === lastKind) return;
    lastKind = router.state.kind;
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
    async analyze(request, options) {
      open += 1;
      disturb();
      try {
        return await router.analyze(request, options);
      } finally {
        open -= 1;
        settle();
      }
    },
    rest: () => router.rest(),
    reopen: () => router.reopen(),
    dispose() {
      unsubscribe();
      disturb();
      router.dispose();
    },
  };
}
