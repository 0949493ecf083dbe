/** A router whose rows are read by a pool beside it, so that whoever waits for a single text does not wait for a file. */
import { UndertoneError } from '#core/contracts/errors';
import type { LatePool } from './late-pool.ts';
import type { Router } from './router.ts';

/**
 * The same router, but for rows. It is made ready before the pool is, so that the model is fetched once; where the
 * model is not kept, and where a person's own is read with, it reads rows itself.
 *
 * @param pool ended with the router
 */
export function withBulkPool(router: Router, pool: LatePool): Router {
  /** Ends what the pool holds as well: another version or another model may come next. */
  const andRest = (work: () => void) => () => {
    pool.rest();
    work();
  };

  return {
    get state() {
      return router.state;
    },
    get status() {
      return router.status;
    },
    subscribe: (listener) => router.subscribe(listener),
    start: (signal) => router.start(signal),
    analyze: (request, options) => router.analyze(request, options),
    async readRows(texts, options = {}) {
      // What was stopped by hand, or has failed, is not started by a row.
      if (router.status.wasStopped) throw new UndertoneError('cancelled');
      if (router.state.kind === 'failed') return router.readRows(texts, options);
      await router.start(options.signal);
      const { state, status } = router;
      const isOfPool = state.kind === 'ready' && state.facts?.isKept !== false && status.rung !== 'own';
      return (isOfPool ? pool : router).readRows(texts, options);
    },
    compare: (signal) => router.compare(signal),
    stop: andRest(() => router.stop()),
    rest: andRest(() => router.rest()),
    reopen: andRest(() => router.reopen()),
    letGo: andRest(() => router.letGo()),
    noteErased: andRest(() => router.noteErased()),
    leading: router.leading,
    dispose() {
      pool.dispose();
      router.dispose();
    },
  };
}
