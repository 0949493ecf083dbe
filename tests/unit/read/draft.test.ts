import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  loadAnyLanguage,
  loadPinned,
  saveAnyLanguage,
  saveDraft,
  savePinned,
} from '../../../src/storage/draft.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the wish to have another language read', () => {
  it('is kept until it is taken back', () => {
    expect(loadAnyLanguage()).toBe(false);
    saveAnyLanguage(true);
    expect(loadAnyLanguage()).toBe(true);
    saveAnyLanguage(false);
    expect(loadAnyLanguage()).toBe(false);
  });

  it('goes with the draft', () => {
    saveAnyLanguage(true);
    saveDraft('Bonjour');
    expect(loadAnyLanguage()).toBe(true);
    saveDraft('');
    expect(loadAnyLanguage()).toBe(false);
  });

  it('is not kept, and not missed, where the browser keeps nothing', () => {
    vi.stubGlobal('sessionStorage', {});
    saveAnyLanguage(true);
    expect(loadAnyLanguage()).toBe(false);
  });
});

describe('the pinned version', () => {
  const pinned = {
    text: 'I love it.',
    label: 'positive',
    probabilities: { negative: 0, neutral: 0, positive: 1 },
  } as const;

  it('is kept until it is let go', () => {
    expect(loadPinned()).toBeNull();
    savePinned(pinned);
    expect(loadPinned()).toEqual(pinned);
    savePinned(null);
    expect(loadPinned()).toBeNull();
  });

  it.each(['', '{', '{"text":"I love it."}'])('is none where "%s" is kept in its place', (content) => {
    sessionStorage.setItem('undertone.draft.pinned', content);
    expect(loadPinned()).toBeNull();
  });
});
