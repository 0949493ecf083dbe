/** The pinned version, kept for as long as the tab lives. */
import { useEffect, useState } from 'react';
import { loadPinned, savePinned } from '../../storage/draft.ts';
import type { PinnedVersion } from '../../storage/draft.ts';
import type { ReadText } from './use-reading.ts';

/** What is kept of a reading that is pinned. */
export function pinnedOf({ text, analysis: { label, probabilities } }: ReadText): PinnedVersion {
  return { text, label, probabilities };
}

/** The pinned version, or null, and its setter. */
export function usePinned(): [PinnedVersion | null, (pinned: PinnedVersion | null) => void] {
  const [pinned, setPinned] = useState(loadPinned);
  useEffect(() => savePinned(pinned), [pinned]);
  return [pinned, setPinned];
}
