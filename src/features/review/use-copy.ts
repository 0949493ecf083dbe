/** Puts a text on the clipboard, and says how that went. */
import { useState } from 'react';

export interface Copy {
  /** Null as long as nothing was tried. */
  hasCopied: boolean | null;
  copy: (text: string) => void;
}

export function useCopy(): Copy {
  const [hasCopied, setHasCopied] = useState<boolean | null>(null);
  return {
    hasCopied,
    copy(text) {
      navigator.clipboard.writeText(text).then(
        () => setHasCopied(true),
        () => setHasCopied(false),
      );
    },
  };
}
