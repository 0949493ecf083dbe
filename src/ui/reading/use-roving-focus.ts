/**
 * One tab stop for a whole list: arrow up and down go from sentence to sentence, left and right to the marked words
 * within one. Worked on the elements themselves, so that moving in a list of a thousand draws nothing anew.
 */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Elements carry this attribute: `sentence` for the rows, `word` for what lies within one. */
const stopAttribute = 'data-stop';
const sentenceStop = `[${stopAttribute}="sentence"]`;
const anyStop = `[${stopAttribute}]`;
const wordStop = `[${stopAttribute}="word"]`;

/** The element to go to from `from` with this key: undefined at an end, null when the key means nothing here. */
function targetOf(container: HTMLElement, from: HTMLElement, key: string): HTMLElement | null | undefined {
  const sentence = from.closest<HTMLElement>(sentenceStop);
  if (sentence === null) return null;
  const sentences = () => [...container.querySelectorAll<HTMLElement>(sentenceStop)];
  const words = () => [...sentence.querySelectorAll<HTMLElement>(wordStop)];
  switch (key) {
    case 'ArrowDown':
      return sentences()[sentences().indexOf(sentence) + 1];
    case 'ArrowUp':
      return sentences()[sentences().indexOf(sentence) - 1];
    case 'ArrowRight':
      return words()[words().indexOf(from) + 1];
    case 'ArrowLeft':
      return words()[words().indexOf(from) - 1] ?? sentence;
    case 'Home':
      return sentences()[0];
    case 'End':
      return sentences().at(-1);
    default:
      return null;
  }
}

/** To be given to the element around the list. */
export function useRovingFocus<Container extends HTMLElement>(): RefObject<Container | null> {
  const containerRef = useRef<Container>(null);
  const stop = useRef<HTMLElement | null>(null);

  // Rows come and go with every reading; one of those that are there has to be reachable.
  useLayoutEffect(() => {
    const container = containerRef.current;
    if (container === null || (stop.current !== null && container.contains(stop.current))) return;
    stop.current = container.querySelector<HTMLElement>(sentenceStop);
    if (stop.current !== null) stop.current.tabIndex = 0;
  });

  useEffect(() => {
    const container = containerRef.current;
    if (container === null) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
      const next = targetOf(container, event.target, event.key);
      if (next === null) return;
      event.preventDefault();
      next?.focus();
    };
    const onFocusIn = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || !target.matches(anyStop)) return;
      if (stop.current !== null) stop.current.tabIndex = -1;
      stop.current = target;
      target.tabIndex = 0;
    };
    container.addEventListener('keydown', onKeyDown);
    container.addEventListener('focusin', onFocusIn);
    return () => {
      container.removeEventListener('keydown', onKeyDown);
      container.removeEventListener('focusin', onFocusIn);
    };
  }, []);

  return containerRef;
}
