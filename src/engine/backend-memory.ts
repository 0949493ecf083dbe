/** What was found out about the backends of this device, kept for the next visit. */
import * as z from 'zod/mini';
import { describeGpu } from './gpu.ts';

const speed = z.object({ singleMs: z.number(), bulkMs: z.number() });

const findings = z.object({
  /** What they hold for: another model, browser or graphics processor may turn out otherwise. */
  of: z.object({ modelSha256: z.string(), browser: z.string(), gpu: z.nullable(z.string()) }),
  /** Names of rungs. */
  fastest: z.object({ single: z.string(), bulk: z.string() }),
  /** Each rung that was tried: its speed, or the code of the error that ruled it out. */
  tried: z.record(z.string(), z.union([speed, z.string()])),
  /** Trials of these backends that were not asked for, this one included. */
  trials: z.int(),
  /** Milliseconds since 1970. */
  foundAtMs: z.number(),
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

/** Whether they were found in this browser and beside this graphics processor. */
export function areOfHere({ of }: BackendFindings, gpu: string | null): boolean {
  return of.browser === navigator.userAgent && of.gpu === gpu;
}

/** The rung that was fastest for single texts here; null where that is not known of this browser and device. */
export async function recallFastest(): Promise<string | null> {
  const found = recallFindings();
  if (found === null) return null;
  // Asking for the graphics processor takes time, and bears only on whether it is to be used.
  const gpu = found.fastest.single === 'webgpu' ? await describeGpu() : found.of.gpu;
  return areOfHere(found, gpu) ? found.fastest.single : null;
}
