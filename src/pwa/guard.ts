/** Where the host sends no headers, the service worker adds them: to the workers at once, to the page when it reloads. */

const reloadedKey = 'undertone.isolated';
/** A service worker that takes longer is not waited for. */
const patienceMs = 10_000;

export interface GuardOptions {
  registered: Promise<ServiceWorkerRegistration | null>;
  /** Whether nothing would be lost by loading the page anew. */
  isUntouched: () => boolean;
}

/**
 * Resolves when a worker that is started comes with the policy, or when there is no service worker that could add
 * it. A page nobody has touched yet is loaded anew, once in a session, so that it is isolated and may use threads;
 * the promise then never resolves. Any other page is isolated from its next visit on.
 */
export async function guardPage({ registered, isUntouched }: GuardOptions): Promise<void> {
  if (crossOriginIsolated || !('serviceWorker' in navigator)) return;
  if (navigator.serviceWorker.controller !== null) return;
  const isControlled = await Promise.race([
    takesControl(navigator.serviceWorker),
    registered.then(fails),
    new Promise<false>((resolve) => {
      setTimeout(() => resolve(false), patienceMs);
    }),
  ]);
  if (isControlled && isUntouched() && !navigator.userActivation.hasBeenActive && mayReload()) {
    location.reload();
    await new Promise(() => undefined);
  }
}

function takesControl(container: ServiceWorkerContainer): Promise<true> {
  return new Promise((resolve) => {
    container.addEventListener('controllerchange', () => resolve(true), { once: true });
  });
}

/** Resolves when this registration will not come to control the page; else never. */
function fails(registration: ServiceWorkerRegistration | null): Promise<false> {
  return new Promise((resolve) => {
    // A page that was loaded past its service worker on purpose stays so.
    const coming = registration?.installing ?? registration?.waiting;
    if (coming === null || coming === undefined) {
      if (registration?.active?.state !== 'activating') resolve(false);
      return;
    }
    coming.addEventListener('statechange', () => {
      if (coming.state === 'redundant') resolve(false);
    });
  });
}

/** Once in a session, and never where the session cannot remember it: a page must not load itself for ever. */
function mayReload(): boolean {
  try {
    if (sessionStorage.getItem(reloadedKey) !== null) return false;
    sessionStorage.setItem(reloadedKey, 'yes');
    return true;
  } catch {
    return false;
  }
}
