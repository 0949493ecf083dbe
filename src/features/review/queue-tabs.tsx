/** The two queues and the corrections, as tabs: one stop of the tab key, arrows go from one to the next. */
import { useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { reviewWords } from '../../i18n/review.ts';

export const queues = ['doubtful', 'blind', 'corrections'] as const;
export type Queue = (typeof queues)[number];

interface QueueTabsProps {
  shown: Queue;
  /** What stands beside each name: how many, or how far. Null where it is not known. */
  counts: Record<Queue, string | null>;
  onShow: (queue: Queue) => void;
  children: ReactNode;
}

export function QueueTabs({ shown, counts, onShow, children }: QueueTabsProps) {
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    const at = queues.indexOf(shown);
    const places: Record<string, number> = {
      ArrowRight: (at + 1) % queues.length,
      ArrowLeft: (at + queues.length - 1) % queues.length,
      Home: 0,
      End: queues.length - 1,
    };
    const next = queues[places[event.key] ?? -1];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onShow(next);
    list.current?.querySelector<HTMLElement>(`#review-tab-${next}`)?.focus();
  }

  return (
    <>
      <div
        ref={list}
        className="review-tabs"
        role="tablist"
        aria-label={reviewWords.queues}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {queues.map((queue) => (
          <button
            key={queue}
            id={`review-tab-${queue}`}
            type="button"
            role="tab"
            className="review-tab"
            aria-selected={queue === shown}
            aria-controls={queue === shown ? 'review-panel' : undefined}
            tabIndex={queue === shown ? 0 : -1}
            onClick={() => onShow(queue)}
          >
            {reviewWords[queue]}
            {counts[queue] !== null && <span className="review-tab-count">{counts[queue]}</span>}
          </button>
        ))}
      </div>
      <div id="review-panel" className="review-panel" role="tabpanel" aria-labelledby={`review-tab-${shown}`}>
        {children}
      </div>
    </>
  );
}
