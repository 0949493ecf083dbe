/** Waiting for what another process does, on a machine that may be busy. */
import { vi } from 'vitest';

/** Until `check` does not throw any more. */
export function until<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 60_000, interval: 20 });
}
