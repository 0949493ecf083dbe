/** What a press on a link does. */
import type { MouseEvent } from 'react';

/** A plain press stays in the page; others are the browser's, so that what it leads to can be opened elsewhere. */
export function followInPage(event: MouseEvent, open: () => void): void {
  if (event.button !== 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
}
