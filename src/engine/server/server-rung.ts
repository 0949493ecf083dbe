/** The server as the page's one way to read; its code comes once the person has agreed. */
import { hasConsent } from '../consent.ts';
import type { Rung } from '../router.ts';
import { createServerEngine } from './server-engine.ts';
import { createPatience } from './server-patience.ts';
import { isMasking, serverKey } from './server-session.ts';
import { serverWaits } from './server-waits.ts';

/** What is known of the server outlives an engine that failed: one made in its place asks no sooner. */
const patience = createPatience(serverWaits.set);

/** @param baseUrl absolute address of the app's base, with a slash at its end */
export function serverRung(baseUrl: string): Rung {
  return {
    name: 'server',
    create: () =>
      createServerEngine({
        baseUrl,
        hasConsent,
        key: serverKey,
        isMasking,
        loadMasking: async () => (await import('./masking.ts')).maskForServer,
        patience,
        fetch: (url, init) => fetch(url, init),
      }),
  };
}
