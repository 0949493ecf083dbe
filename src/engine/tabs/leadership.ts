/** Which tab leads: the one that holds a lock, which the browser hands on when a tab closes or crashes. */

export interface Leadership {
  /** Takes the lead from a tab that no longer answers. */
  seize(): void;
  /** Gives up leading and waiting for it, for good. */
  leave(): void;
}

export interface LeadershipEvents {
  onLead: () => void;
  /** Another tab took the lead, which one that was frozen finds out when it wakes. */
  onLost: () => void;
}

/**
 * Waits in line for the lead, and again whenever it was lost. Where the browser refuses locks, as it does where it
 * may keep nothing, no tab can know of another, and this one leads by itself.
 */
export function seekLeadership(lockName: string, { onLead, onLost }: LeadershipEvents): Leadership {
  let hasLeft = false;
  /** Of the request that waits; ended when it need not wait any longer. */
  let waiting: AbortController | null = null;
  let release: (() => void) | null = null;

  function hold(): Promise<void> {
    waiting = null;
    if (hasLeft) return Promise.resolve();
    return new Promise((resolve) => {
      release = resolve;
      onLead();
    });
  }

  function wait(): void {
    const own = new AbortController();
    waiting = own;
    navigator.locks
      .request(lockName, { signal: own.signal }, hold)
      .catch((thrown: unknown) => onEnded(thrown, own));
  }

  /** A request ended otherwise than by `release`: refused, or the lock was taken away, or the wait was ended from here. */
  function onEnded(thrown: unknown, own: AbortController | null): void {
    if (hasLeft || own?.signal.aborted) return;
    if (!(thrown instanceof DOMException && thrown.name === 'AbortError')) {
      void hold();
      return;
    }
    release = null;
    onLost();
    wait();
  }

  wait();
  return {
    seize() {
      if (hasLeft || release !== null) return;
      waiting?.abort();
      navigator.locks
        .request(lockName, { steal: true }, hold)
        .catch((thrown: unknown) => onEnded(thrown, null));
    },
    leave() {
      hasLeft = true;
      waiting?.abort();
      release?.();
    },
  };
}
