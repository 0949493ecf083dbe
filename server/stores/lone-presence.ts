/** Of a server that shares its jobs with no other machine: what it does not read with itself, nobody does. */
import type { ModelPresence } from './stores.ts';

export const lonePresence: ModelPresence = {
  announce: async () => undefined,
  isAwaited: async () => false,
};
