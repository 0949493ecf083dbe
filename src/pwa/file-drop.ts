/** Files that are dragged over the page: dropped anywhere, they are opened; otherwise the browser would go to them. */
import { createObservable } from '#core/observable';

const isOver = createObservable(false);

/** Whether files are being dragged over the page. */
export const fileDrag = { get: isOver.get, subscribe: isOver.subscribe };

/** From now on hands over what is dropped. Text that is dragged is left to the browser, which puts it where it is dropped. */
export function watchDrops(onFiles: (files: readonly File[]) => void): void {
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    // Only what is taken here can be dropped here.
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    isOver.set(true);
  });
  addEventListener('dragleave', (event) => {
    // From one element of the page to the next it has not left the page.
    if (event.relatedTarget === null) isOver.set(false);
  });
  addEventListener('drop', (event) => {
    isOver.set(false);
    // A part of the page that takes files itself has had them by now.
    if (!hasFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
