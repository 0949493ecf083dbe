/** How much room the browser gives this site, and whether it keeps what is there for good. */

export interface StorageRoom {
  usedBytes: number;
  /** What this site may take in all. */
  quotaBytes: number;
  /** Whether the browser has promised not to clear it by itself. */
  isPersistent: boolean;
}

/** Null where the browser does not say. */
export async function measureStorageRoom(): Promise<StorageRoom | null> {
  try {
    const [{ usage, quota }, isPersistent] = await Promise.all([
      navigator.storage.estimate(),
      navigator.storage.persisted(),
    ]);
    return usage === undefined || quota === undefined
      ? null
      : { usedBytes: usage, quotaBytes: quota, isPersistent };
  } catch {
    return null;
  }
}

const askedKey = 'undertone.persistence-asked-at';
/** Some browsers ask the person, who may have said no; others decide by how much a site is used, which changes. */
const askAgainAfterMs = 30 * 24 * 60 * 60_000;

/**
 * Asks the browser to keep everything of this site until the person erases it; at most once in thirty days, and not
 * at all where the answer is yes already or the time of asking cannot be kept. The browser may ask the person.
 *
 * @param nowMs milliseconds since 1970
 */
export async function askToPersist(nowMs = Date.now()): Promise<void> {
  try {
    const askedAtMs = Number(localStorage.getItem(askedKey) ?? 0);
    if (nowMs - askedAtMs < askAgainAfterMs || (await navigator.storage.persisted())) return;
    localStorage.setItem(askedKey, String(nowMs));
    await navigator.storage.persist();
  } catch {
    // Without it everything works, only not for good.
  }
}
