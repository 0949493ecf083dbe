/** The text sentence by sentence, with the words in which the model saw its answer. */
import type { ReactNode } from 'react';
import { SentenceRow } from './sentence-row.tsx';
import type { ReadingPart } from './reading-parts.ts';
import { useGrowingCount } from './use-growing-count.ts';
import { useRovingFocus } from './use-roving-focus.ts';
import './reading.css';

/** From this many sentences on it is worth leaving out of the layout what is out of sight. */
const longList = 60;

interface ReadingViewProps {
  title: string;
  /** The accessible name of the list. */
  listName: string;
  parts: readonly ReadingPart[];
  isCurrent: boolean;
  /** Stands at the right of the title. */
  aside?: ReactNode;
}

export function ReadingView({ title, listName, parts, isCurrent, aside }: ReadingViewProps) {
  const count = useGrowingCount(parts.length);
  const list = useRovingFocus<HTMLOListElement>();
  return (
    <section id="evidence" className="reading" aria-labelledby="reading-title">
      <div className="reading-head">
        <h2 id="reading-title" className="section-title">
          {title}
        </h2>
        {aside}
      </div>
      <ol
        ref={list}
        className="sentences"
        data-long={parts.length > longList}
        aria-label={listName}
        aria-busy={!isCurrent || count < parts.length}
      >
        {parts.slice(0, count).map((part) => (
          <SentenceRow key={part.key} part={part} />
        ))}
      </ol>
    </section>
  );
}
