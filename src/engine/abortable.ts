import { UndertoneError } from '#core/contracts/errors';

/**
 * Waits for `pending`, but no longer than until `signal` aborts.
 *
 * @throws UndertoneError `cancelled`, and whatever `pending` rejects with
 */
export function abortable<Value>(pending: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return pending;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new UndertoneError('cancelled'));
    const leave = (): void => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    pending.then(
      (value) => {
        leave();
        resolve(value);
      },
      (thrown: unknown) => {
        leave();
        reject(thrown);
      },
    );
  });
}
