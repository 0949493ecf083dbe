/** The pause before the server is asked again, as the page shows it. */
import { createObservable } from '#core/observable';
import type { ServerWait } from './server-patience.ts';

/** Null while nobody waits. */
export const serverWaits = createObservable<ServerWait | null>(null);
