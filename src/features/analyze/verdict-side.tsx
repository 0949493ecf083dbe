/** The verdict's column: the verdict or what stands in its place, and under it whatever belongs to it. */
import { useRef, useState } from 'react';
import type { EngineState } from '#core/engine';
import { hasConsent } from '../../engine/consent.ts';
import { readWords } from '../../i18n/read.ts';
import type { PinnedVersion } from '../../storage/draft.ts';
import { Button } from '../../ui/button.tsx';
import { Correction } from '../../ui/reading/correction.tsx';
import { PinnedLine } from './pinned-line.tsx';
import { problemWords, serverErrorOf } from './problem-words.ts';
import { isReaderComing } from './reader-control.ts';
import type { ReaderControl } from './reader-control.ts';
import type { ReaderOffer } from '../../ui/reader-status.tsx';
import type { Reading, ReadText } from './use-reading.ts';
import { TextCourse } from './text-course.tsx';
import { useCorrection } from './use-correction.ts';
import { useWordTests } from './use-word-tests.ts';
import { VerdictRegion } from './verdict-region.tsx';
import { VerdictStrip } from './verdict-strip.tsx';
import { WhereRead } from './where-read.tsx';
import { WordTestList } from './word-tests.tsx';

interface VerdictSideProps {
  reading: Reading;
  control: ReaderControl;
  /** Absolute address of the app's base. */
  baseUrl: string;
  state: EngineState;
  offer: ReaderOffer | null;
  isServerOffered: boolean;
  isConsentOpen: boolean;
  onOpenConsent: () => void;
  pinned: PinnedVersion | null;
  onPinBack: () => void;
  onUnpin: () => void;
  hint: string | null;
}

export function VerdictSide(props: VerdictSideProps) {
  const { reading, control, state, pinned, onPinBack, onUnpin, hint } = props;
  const region = useRef<HTMLElement>(null);
  const isCurrent = reading.phase === 'read';
  const { latest } = reading;
  const isServerProblem = !isCurrent && serverErrorOf(reading, state, hasConsent()) !== null;
  const engineProblem = state.kind === 'failed' && !isCurrent ? state.error.message : null;
  const readingProblem = reading.error === null ? null : problemWords(reading.error);
  const isShown = latest !== null && (isCurrent || reading.phase === 'reading');

  return (
    <div className="side" data-phase={reading.phase}>
      <VerdictRegion {...props} regionRef={region} />
      {isShown && (
        <>
          {pinned !== null && (
            <PinnedLine
              pinned={pinned}
              now={isCurrent ? latest : null}
              onBack={onPinBack}
              onUnpin={onUnpin}
            />
          )}
          <VerdictActions key={latest.text} read={latest} control={control} isCurrent={isCurrent} />
          <WhereRead analysis={latest.analysis} hint={isCurrent ? hint : null} />
          <TextCourse analysis={latest.analysis} />
        </>
      )}
      <VerdictStrip
        reading={reading}
        isReaderComing={isReaderComing(state, control.wasStopped, props.offer !== null)}
        problem={isServerProblem ? readWords.serverProblem : (engineProblem ?? readingProblem)}
        placeRef={region}
      />
    </div>
  );
}

interface VerdictActionsProps {
  read: ReadText;
  control: ReaderControl;
  isCurrent: boolean;
}

function VerdictActions({ read, control, isCurrent }: VerdictActionsProps) {
  const [isCorrecting, setIsCorrecting] = useState(false);
  const wordTests = useWordTests(control.engine, read);
  const correction = useCorrection(read);
  const isTesting = wordTests.tests !== null;
  const testButton = useRef<HTMLButtonElement>(null);
  const correctButton = useRef<HTMLButtonElement>(null);

  // What closes gives the focus back to the button that opened it.
  function closeTests(): void {
    wordTests.close();
    testButton.current?.focus();
  }

  function closeCorrection(): void {
    setIsCorrecting(false);
    correctButton.current?.focus();
  }

  return (
    <div className="verdict-actions">
      <p className="verdict-buttons">
        {/* Without evidence nobody knows which words to test. */}
        {read.analysis.evidence.length > 0 && (
          <Button ref={testButton} onClick={wordTests.run} inactive={!isCurrent || isTesting}>
            {readWords.testWords}
          </Button>
        )}
        <Button
          ref={correctButton}
          kind="text"
          inactive={!isCurrent}
          aria-expanded={isCorrecting}
          onClick={() => setIsCorrecting((isOpen) => !isOpen)}
        >
          {readWords.correct}
        </Button>
      </p>
      <WordTestList wordTests={wordTests} onClose={closeTests} analysis={read.analysis} />
      <Correction correction={correction} isOpen={isCorrecting} onClose={closeCorrection} />
    </div>
  );
}
