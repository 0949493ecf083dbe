/** Waiting for what another process does, on a machine that may be busy. */
import { vi } from 'vitest';

/** Until `check` does not throw any more; one that hangs is given up after `timeoutMs`. */
export function until<T>(check: () => T | Promise<T>, timeoutMs = 60_000): Promise<T> {
  return vi.waitFor(check, { timeout: timeoutMs, interval: 20 });
}
