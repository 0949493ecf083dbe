/** What belongs to the text in the box: kept for as long as the tab lives, and over a reload of it. */
import * as z from 'zod/mini';
import { judged } from '#core/contracts/analysis';

const keys = {
  text: 'undertone.draft',
  anyLanguage: 'undertone.draft.any-language',
  arrived: 'undertone.draft.arrived',
  replaced: 'undertone.draft.replaced',
  pinned: 'undertone.draft.pinned',
} as const;
type Key = keyof typeof keys;

/** Where these notes are kept, for whoever looks at the store as a whole. */
export const draftKeys: readonly string[] = Object.values(keys);

const pinnedVersion = z.extend(judged, { text: z.string() });
/** A text that later ones are compared with, and how it was read. */
export type PinnedVersion = z.infer<typeof pinnedVersion>;

/** Empty where there is nothing, or the browser keeps nothing. */
function load(key: Key): string {
  try {
    return sessionStorage.getItem(keys[key]) ?? '';
  } catch {
    return '';
  }
}

/** An empty value leaves nothing behind. A browser that keeps nothing, or has no room, loses it at the next reload. */
function save(key: Key, value: string): void {
  try {
    if (value === '') sessionStorage.removeItem(keys[key]);
    else sessionStorage.setItem(keys[key], value);
  } catch {
    // Nothing depends on it but a reload.
  }
}

/** The draft of this tab; empty when there is none or the browser keeps nothing. */
export function loadDraft(): string {
  return load('text');
}

/** Keeps the draft; with an empty one goes the wish to have it read whatever its language. */
export function saveDraft(text: string): void {
  save('text', text);
  if (text === '') save('anyLanguage', '');
}

/** Whether the person wants the draft read although it does not seem to be in a language the model knows. */
export function loadAnyLanguage(): boolean {
  return load('anyLanguage') !== '';
}

/** Keeps that wish beside the draft, or forgets it. */
export function saveAnyLanguage(isWanted: boolean): void {
  save('anyLanguage', isWanted ? 'yes' : '');
}

/** Whether the draft is as it came from outside, so that nothing of it is the person's own. */
export function loadArrived(): boolean {
  return load('arrived') !== '';
}

/** Keeps beside the draft whether it is as it came from outside. */
export function saveArrived(isAsItCame: boolean): void {
  save('arrived', isAsItCame ? 'yes' : '');
}

/** What the person had in the box before something came from outside; empty when nothing of it is put aside. */
export function loadReplaced(): string {
  return load('replaced');
}

/** Puts aside what the person had in the box; an empty text forgets it. */
export function saveReplaced(text: string): void {
  save('replaced', text);
}

/** The version that is pinned, or null. */
export function loadPinned(): PinnedVersion | null {
  try {
    const parsed = pinnedVersion.safeParse(JSON.parse(load('pinned') || 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Keeps the pinned version; null forgets it. */
export function savePinned(pinned: PinnedVersion | null): void {
  save('pinned', pinned === null ? '' : JSON.stringify(pinned));
}

/** The texts beside the one in the box: the pinned one, and the one that gave way to something from outside. */
export function textsAside(): string[] {
  return [loadPinned()?.text ?? '', loadReplaced()].filter((text) => text !== '');
}

/** Forgets the text in the box and what says how it is to be read. */
export function eraseDraft(): void {
  saveDraft('');
  saveArrived(false);
}

/** Forgets the texts beside it. */
export function eraseTextsAside(): void {
  saveReplaced('');
  savePinned(null);
}
