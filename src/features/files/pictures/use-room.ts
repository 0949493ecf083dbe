/** How wide an element is, as a drawing in it has to know, and how large its words are to be. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** What drawings are made for, in CSS pixels. */
const usualTextPx = 16;
/** Narrower than that, words would run into one another; so they grow less where there is less room. */
const narrowestPx = 300;

export interface Room {
  /** In whole pixels of the drawing; 0 until it is known. */
  width: number;
  /** CSS pixels that one of the drawing is to take: more than 1 where the person has larger text. */
  scale: number;
}

export function useRoom<Target extends HTMLElement>(): [RefObject<Target | null>, Room] {
  const ref = useRef<Target>(null);
  const [room, setRoom] = useState<Room>({ width: 0, scale: 1 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const widthPx = element.getBoundingClientRect().width;
      const textPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const scale = Math.max(1, Math.min(textPx / usualTextPx, widthPx / narrowestPx));
      const width = Math.floor(widthPx / scale);
      setRoom((before) => (before.width === width && before.scale === scale ? before : { width, scale }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, room];
}
