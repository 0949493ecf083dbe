/** How the pictures of each run are to be drawn: themes and the line for unsure, kept for the next visit. */
import * as z from 'zod/mini';
import { defaultReportSettings, reportSettings } from '#core/contracts/run';
import type { ReportSettings } from '#core/contracts/run';

const keptKey = 'undertone.report-settings';
/** Those of the latest runs that were changed; more of them are hardly looked at again. */
const mostKept = 50;

const kept = z.array(z.object({ runId: z.string(), settings: reportSettings }));
type Kept = z.infer<typeof kept>;

/** Where they are kept, for whoever looks at the store as a whole: themes are words of a person. */
export const reportSettingsKeys: readonly string[] = [keptKey];

function loadAll(): Kept {
  try {
    const parsed = kept.safeParse(JSON.parse(localStorage.getItem(keptKey) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** As they were left, or as they are by themselves. */
export function loadReportSettings(runId: string): ReportSettings {
  return loadAll().find((entry) => entry.runId === runId)?.settings ?? defaultReportSettings;
}

/** A browser that keeps nothing, or has no room, loses them at the next reload. */
export function saveReportSettings(runId: string, settings: ReportSettings): void {
  const others = loadAll().filter((entry) => entry.runId !== runId);
  try {
    localStorage.setItem(keptKey, JSON.stringify([{ runId, settings }, ...others].slice(0, mostKept)));
  } catch {
    // Nothing depends on it but the next visit.
  }
}

/** Of how many runs there are any, and the bytes they take in UTF-8. */
export function measureReportSettings(): { count: number; sizeBytes: number } {
  try {
    const text = localStorage.getItem(keptKey) ?? '';
    return { count: loadAll().length, sizeBytes: new TextEncoder().encode(text).length };
  } catch {
    return { count: 0, sizeBytes: 0 };
  }
}

/** Forgets those of a run, which hold words of the person. */
export function eraseReportSettings(runId: string): void {
  const others = loadAll().filter((entry) => entry.runId !== runId);
  try {
    if (others.length === 0) localStorage.removeItem(keptKey);
    else localStorage.setItem(keptKey, JSON.stringify(others));
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Forgets those of all runs. */
export function eraseAllReportSettings(): void {
  try {
    localStorage.removeItem(keptKey);
  } catch {
    // As above.
  }
}
