/** The text in the box, kept for as long as the tab lives. */
import { useEffect, useState } from 'react';
import { loadDraft, saveDraft } from '../../storage/draft.ts';

const restMs = 300;

/** The text and its setter; it is stored when the hand rests and when the page is left. */
export function useDraft(): [string, (text: string) => void] {
  const [text, setText] = useState(loadDraft);

  useEffect(() => {
    const save = () => saveDraft(text);
    const timer = setTimeout(save, restMs);
    window.addEventListener('pagehide', save);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [text]);

  return [text, setText];
}
