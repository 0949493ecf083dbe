/** A wait that ends by a signal. */
import { UndertoneError } from '#core/contracts/errors';

/** Never resolves; rejects with `cancelled` once the signal is aborted. */
export function rejectionOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const cancel = (): void => reject(new UndertoneError('cancelled'));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
}
