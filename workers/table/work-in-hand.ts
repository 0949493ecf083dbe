/** Long work that can be cancelled by its number. */
import { UndertoneError } from '#core/contracts/errors';

export interface WorkInHand {
  /** Does `work`, whose signal aborts with an error `cancelled`. */
  run<Value>(id: number, work: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  cancel(id: number): void;
}

export function createWorkInHand(): WorkInHand {
  const open = new Map<number, AbortController>();
  return {
    async run(id, work) {
      const own = new AbortController();
      open.set(id, own);
      try {
        return await work(own.signal);
      } finally {
        open.delete(id);
      }
    },
    cancel: (id) => open.get(id)?.abort(new UndertoneError('cancelled')),
  };
}
