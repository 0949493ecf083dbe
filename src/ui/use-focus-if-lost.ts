/** Gives the focus a place to go when what held it is gone. */
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/**
 * The element that holds the ref takes the focus when `key` changes and nothing else has it.
 *
 * @param atOnce also when it is first shown
 */
export function useFocusIfLost<Target extends HTMLElement>(
  key: string,
  atOnce = false,
): RefObject<Target | null> {
  const ref = useRef<Target>(null);
  const seen = useRef(atOnce ? null : key);
  useEffect(() => {
    if (seen.current === key) return;
    seen.current = key;
    if (document.activeElement === document.body) ref.current?.focus();
  }, [key]);
  return ref;
}
