/** Files that are written at the person's word: one at a time, with progress and a way to stop it. */
import { useEffect, useRef, useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import { picturesWords } from '../../../i18n/pictures.ts';
import type { LongWork } from '../../../engine/runs/runs.ts';
import { duringWork } from '../../../pwa/work.ts';
import { saveFile } from '../../../ui/save-file.ts';

const words = picturesWords.exports;

interface Writing {
  /** What is being written, in words. */
  what: string;
  progress: { done: number; total: number } | null;
}

export interface Saving {
  writing: Writing | null;
  /** What came of the last one. */
  said: string;
  start: (what: string, name: string, make: (work: Required<LongWork>) => Promise<Blob>) => void;
  cancel: () => void;
}

export function useSaving(): Saving {
  const [writing, setWriting] = useState<Writing | null>(null);
  const [said, setSaid] = useState('');
  const current = useRef<AbortController | null>(null);
  // Nobody waits for it any more once the place is left.
  useEffect(() => () => current.current?.abort(), []);

  async function save(what: string, name: string, make: (work: Required<LongWork>) => Promise<Blob>) {
    const own = new AbortController();
    current.current = own;
    setSaid('');
    setWriting({ what, progress: null });
    try {
      const content = await duringWork(() =>
        make({ signal: own.signal, onProgress: (progress) => setWriting({ what, progress }) }),
      );
      if (own.signal.aborted) return;
      saveFile(content, name);
      setSaid(words.saved(name));
    } catch (thrown) {
      const { code, message, remedy } = toUndertoneError(thrown);
      setSaid(code === 'cancelled' || own.signal.aborted ? words.cancelled : `${message} ${remedy}`);
    } finally {
      current.current = null;
      setWriting(null);
    }
  }

  return {
    writing,
    said,
    start: (what, name, make) => {
      if (current.current === null) void save(what, name, make);
    },
    cancel: () => current.current?.abort(),
  };
}
