/** How the server comes to its end: first it is not ready, then it lets nothing new in, then nothing is open any more. */
export interface Lifecycle {
  /** Whether it is being stopped: not ready, and each answer ends its connection. */
  readonly isDraining: boolean;
  /** Aborted when nothing new is let in any more; what would go on for ever ends then. */
  readonly refusing: AbortSignal;
}

export interface LifecycleControl extends Lifecycle {
  beginDraining(): void;
  beginRefusing(): void;
  /** Counts a request that was let in until the function that it gives is called. */
  open(): () => void;
  readonly openRequests: number;
  /** Resolves when no request is open. */
  idle(): Promise<void>;
}

export function createLifecycle(): LifecycleControl {
  const refusing = new AbortController();
  const onIdle = new Set<() => void>();
  let isDraining = false;
  let openRequests = 0;

  return {
    get isDraining() {
      return isDraining;
    },
    get openRequests() {
      return openRequests;
    },
    refusing: refusing.signal,
    beginDraining: () => {
      isDraining = true;
    },
    beginRefusing: () => {
      isDraining = true;
      refusing.abort();
    },
    open: () => {
      openRequests += 1;
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        openRequests -= 1;
        if (openRequests === 0) for (const resolve of onIdle) resolve();
      };
    },
    idle: () => (openRequests === 0 ? Promise.resolve() : new Promise((resolve) => void onIdle.add(resolve))),
  };
}
