/** The text in the box and how it is to be read, for as long as the tab lives. */

const draftKey = 'undertone.draft';
const anyLanguageKey = 'undertone.draft.any-language';

/** The draft of this tab; empty when there is none or the browser keeps nothing. */
export function loadDraft(): string {
  try {
    return sessionStorage.getItem(draftKey) ?? '';
  } catch {
    return '';
  }
}

/**
 * Keeps the draft; an empty one leaves nothing behind. A browser that keeps nothing, or has no room, loses only the
 * draft: the box still holds the text.
 */
export function saveDraft(text: string): void {
  try {
    if (text !== '') {
      sessionStorage.setItem(draftKey, text);
      return;
    }
    sessionStorage.removeItem(draftKey);
    sessionStorage.removeItem(anyLanguageKey);
  } catch {
    // Nothing depends on the draft but a reload.
  }
}

/** Whether the person wants the draft read although it does not seem to be in a language the model knows. */
export function loadAnyLanguage(): boolean {
  try {
    return sessionStorage.getItem(anyLanguageKey) !== null;
  } catch {
    return false;
  }
}

/** Keeps that wish beside the draft, or forgets it; a browser that keeps nothing loses it like the draft. */
export function saveAnyLanguage(isWanted: boolean): void {
  try {
    if (isWanted) sessionStorage.setItem(anyLanguageKey, 'yes');
    else sessionStorage.removeItem(anyLanguageKey);
  } catch {
    // Nothing depends on it but a reload.
  }
}
