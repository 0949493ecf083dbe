/** The verdict in one line at the foot of a narrow page, above the keyboard, while its own place is out of sight. */
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { readWords } from '../../i18n/read.ts';
import { ToneBar } from '../../ui/tone-bar.tsx';
import { ToneMark } from '../../ui/tone-mark.tsx';
import { ReadingProgress, isWorthShowing } from './reading-progress.tsx';
import { waitingWords } from './problem-words.ts';
import type { Reading } from './use-reading.ts';
import { barShares, partsTally, shortVerdict } from '../../ui/reading/verdict-words.ts';

interface VerdictStripProps {
  reading: Reading;
  /** Whether a text that waits will be read without anything more being done. */
  isReaderComing: boolean;
  /** What stands in the way of a verdict, in words; null when nothing does. */
  problem: string | null;
  /** The verdict's own place. */
  placeRef: RefObject<HTMLElement | null>;
}

export function VerdictStrip({ reading, isReaderComing, problem, placeRef }: VerdictStripProps) {
  const strip = useRef<HTMLDivElement>(null);
  const isInSight = useInSight(placeRef);
  const isShown = !isInSight && reading.phase !== 'blank';
  useAboveKeyboard(strip, isShown);

  return isShown ? (
    <div ref={strip} className="verdict-strip">
      <StripContent reading={reading} isReaderComing={isReaderComing} problem={problem} />
    </div>
  ) : null;
}

function StripContent({ reading, isReaderComing, problem }: Omit<VerdictStripProps, 'placeRef'>) {
  const { phase, latest, progress } = reading;
  if (phase === 'reading' && progress !== null && isWorthShowing(progress)) {
    return <ReadingProgress progress={progress} onCancel={reading.stop} />;
  }
  if (latest === null || problem !== null || (phase !== 'read' && phase !== 'reading')) {
    const words = problem ?? (phase === 'waiting' ? waitingWords(isReaderComing) : readWords.reading);
    return (
      <a className="verdict-strip-line" href="#verdict">
        {words}
      </a>
    );
  }
  const { analysis } = latest;
  const tally = analysis.label === 'mixed' ? partsTally(analysis) : null;
  return (
    <a className="verdict-strip-link" data-soft={phase !== 'read'} href="#verdict">
      <ToneBar probabilities={barShares(analysis)} hollow={analysis.label === 'unsure'} />
      <span className="verdict-strip-line">
        <ToneMark tone={analysis.label} />
        <span className="verdict-strip-word" data-tone={analysis.label}>
          {shortVerdict(analysis)}
        </span>
        {tally !== null && <span className="verdict-strip-tally">{tally}</span>}
        <span className="visually-hidden">{readWords.toTheVerdict}</span>
      </span>
    </a>
  );
}

function useInSight(ref: RefObject<HTMLElement | null>): boolean {
  const [isInSight, setIsInSight] = useState(true);
  useEffect(() => {
    const place = ref.current;
    if (place === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => setIsInSight(entries.at(-1)?.isIntersecting ?? true),
      { threshold: 0.3 },
    );
    observer.observe(place);
    return () => observer.disconnect();
  }, [ref]);
  return isInSight;
}

/** Where a keyboard covers the page instead of shortening it, the strip moves up by what is covered. */
function useAboveKeyboard(ref: RefObject<HTMLElement | null>, isShown: boolean): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (viewport === null || !isShown) return undefined;
    const place = () => {
      const coveredPx = Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop);
      // Set as a property of the element, which the policy allows where a style attribute would be refused.
      ref.current?.style.setProperty('--covered', `${coveredPx}px`);
    };
    place();
    viewport.addEventListener('resize', place);
    viewport.addEventListener('scroll', place);
    return () => {
      viewport.removeEventListener('resize', place);
      viewport.removeEventListener('scroll', place);
    };
  }, [ref, isShown]);
}
