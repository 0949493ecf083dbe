/**
 * What a person made of each run for its pictures and quotes: themes, the line for unsure, the rows to be quoted; kept
 * for the next visit. Their themes are kept once more, for the next file: the file they were made for may go.
 */
import * as z from 'zod/mini';
import { defaultReportSettings, reportSettings, theme } from '#core/contracts/run';
import type { ReportSettings, Theme } from '#core/contracts/run';

const keys = { ofRuns: 'undertone.report-settings', themes: 'undertone.themes' } as const;
type Key = keyof typeof keys;
/** Those of the latest runs that were changed; more of them are hardly looked at again. */
const mostKept = 50;

const keptOfRun = z.object({
  runId: z.string(),
  settings: reportSettings,
  /** Rows to be quoted, by their place in the file, in the order they were picked. */
  picked: z.optional(z.array(z.int().check(z.minimum(0)))),
});
type KeptOfRun = z.infer<typeof keptOfRun>;
const kept = z.array(keptOfRun);
const themes = z.array(theme);

/** Where they are kept, for whoever looks at the store as a whole: themes are words of a person. */
export const reportSettingsKeys: readonly string[] = Object.values(keys);

function load<Schema extends z.ZodMiniType<unknown[]>>(key: Key, schema: Schema): z.infer<Schema> | [] {
  try {
    const parsed = schema.safeParse(JSON.parse(localStorage.getItem(keys[key]) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** A browser that keeps nothing, or has no room, loses them at the next reload. Nothing of nothing is kept. */
function save(key: Key, entries: readonly unknown[]): void {
  try {
    if (entries.length === 0) localStorage.removeItem(keys[key]);
    else localStorage.setItem(keys[key], JSON.stringify(entries));
  } catch {
    // Nothing depends on it but the next visit.
  }
}

function loadOf(runId: string): KeptOfRun {
  const found = load('ofRuns', kept).find((entry) => entry.runId === runId);
  return found ?? { runId, settings: defaultReportSettings };
}

function saveOf(changed: KeptOfRun): void {
  const others = load('ofRuns', kept).filter(({ runId }) => runId !== changed.runId);
  save('ofRuns', [changed, ...others].slice(0, mostKept));
}

/** As they were left, or as they are by themselves. */
export function loadReportSettings(runId: string): ReportSettings {
  return loadOf(runId).settings;
}

/** Where the themes are others than before, they are those for the next file as well. */
export function saveReportSettings(runId: string, settings: ReportSettings): void {
  const before = loadOf(runId);
  saveOf({ ...before, settings });
  if (JSON.stringify(before.settings.themes) !== JSON.stringify(settings.themes))
    save('themes', settings.themes);
}

/** The themes of the file whose themes were changed last, for one that has none yet. */
export function loadLatestThemes(): Theme[] {
  return load('themes', themes);
}

/** Rows of the run that are to be quoted, by their place in the file, in the order they were picked. */
export function loadPickedRows(runId: string): readonly number[] {
  return loadOf(runId).picked ?? [];
}

export function savePickedRows(runId: string, picked: readonly number[]): void {
  saveOf({ ...loadOf(runId), picked: [...picked] });
}

/** Of how many runs there are any, how many themes are kept for the next file, and the bytes they take in UTF-8. */
export function measureReportSettings(): { count: number; themes: number; sizeBytes: number } {
  let sizeBytes = 0;
  try {
    const texts = [localStorage.getItem(keys.ofRuns), localStorage.getItem(keys.themes)];
    sizeBytes = new TextEncoder().encode(texts.join('')).length;
  } catch {
    // A browser that keeps nothing has nothing of any size.
  }
  return { count: load('ofRuns', kept).length, themes: loadLatestThemes().length, sizeBytes };
}

/** Forgets what was made of a run. The themes for the next file stay: they are the person's own list. */
export function eraseReportSettings(runId: string): void {
  save(
    'ofRuns',
    load('ofRuns', kept).filter((entry) => entry.runId !== runId),
  );
}

/** Forgets what was made of all runs, but not the themes for the next one. */
export function eraseAllReportSettings(): void {
  save('ofRuns', []);
}

/** Forgets the themes for the next file. */
export function eraseLatestThemes(): void {
  save('themes', []);
}
