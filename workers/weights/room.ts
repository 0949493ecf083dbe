/** Whether the browser has room for a download, asked before it begins. */

/**
 * Whether this origin may keep so many bytes more. Yes where the browser does not say: a write that fails later does
 * no harm.
 */
export async function hasRoom(bytes: number): Promise<boolean> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined || quota - usage >= bytes;
  } catch {
    return true;
  }
}
