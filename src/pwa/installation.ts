/** Installing the app: never asked for, only possible where the person looks for it. */
import { createObservable } from '#core/observable';

/**
 * How the app can be installed here: by a question of the browser's (`ask`), by hand in the steps of iOS (`ios`), by
 * whatever the browser's own menu has (`menu`), or it is already (`installed`).
 */
export type InstallWay = 'ask' | 'ios' | 'menu' | 'installed';

interface InstallQuestion {
  prompt(): Promise<unknown>;
}

const way = createObservable<InstallWay>('menu');
let question: InstallQuestion | null = null;

export const installation = {
  get: way.get,
  subscribe: way.subscribe,
  /** Has the browser ask. It asks only once for each time that it offered to. */
  async ask(): Promise<void> {
    const asked = question;
    question = null;
    if (asked === null) return;
    await asked.prompt();
    if (way.get() === 'ask') way.set('menu');
  },
};

/** Keeps the browser's question for later. To be called before the browser may ask. */
export function watchInstallation(): void {
  if (isInstalled()) way.set('installed');
  // Only WebKit on iOS and iPadOS knows this property, and there apps are installed by hand alone.
  else if ('standalone' in navigator) way.set('ios');
  addEventListener('beforeinstallprompt', (event) => {
    // Otherwise some browsers show a bar of their own, on a first visit too.
    event.preventDefault();
    if (!isInstallQuestion(event)) return;
    question = event;
    way.set('ask');
  });
  addEventListener('appinstalled', () => {
    question = null;
    way.set('installed');
  });
}

function isInstalled(): boolean {
  if ('standalone' in navigator && navigator.standalone === true) return true;
  return matchMedia('(display-mode: standalone)').matches;
}

function isInstallQuestion(event: object): event is InstallQuestion {
  return 'prompt' in event && typeof event.prompt === 'function';
}
