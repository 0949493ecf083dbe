/** What was found out about the backends of this device, kept for the next visit. */
import * as z from 'zod/mini';

const speed = z.object({ singleMs: z.number(), bulkMs: z.number() });

const findings = z.object({
  /** What they hold for, compared before they are trusted for long: another model, browser or graphics processor may turn out otherwise. */
  of: z.string(),
  /** Names of rungs. */
  fastest: z.object({ single: z.string(), bulk: z.string() }),
  /** Each rung that was tried: its speed, or the code of the error that ruled it out. */
  tried: z.record(z.string(), z.union([speed, z.string()])),
});
export type BackendFindings = z.infer<typeof findings>;

const storageKey = 'undertone.backends';

/** Null where nothing is remembered. */
export function recallFindings(): BackendFindings | null {
  try {
    const parsed = findings.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Kept where the browser allows it; otherwise they are found out again. */
export function rememberFindings(found: BackendFindings): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(found));
  } catch {
    // Nothing is kept in a private window.
  }
}
