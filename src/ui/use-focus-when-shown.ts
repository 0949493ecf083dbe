/** Moves the focus to what a person has just asked to see. */
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** The element that holds the ref takes the focus as soon as it is shown. Only for things shown at the person's wish. */
export function useFocusWhenShown<Shown extends HTMLElement>(): RefObject<Shown | null> {
  const ref = useRef<Shown>(null);
  useEffect(() => ref.current?.focus(), []);
  return ref;
}
