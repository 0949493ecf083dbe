/** The region named Verdict. Its place is kept from the start, and exactly one thing stands in it. */
import type { RefObject } from 'react';
import type { ErrorData, UndertoneError } from '#core/contracts/errors';
import type { EngineState } from '#core/engine';
import { hasConsent } from '../../engine/consent.ts';
import { deviceFailures } from '../../engine/device-failures.ts';
import { serverWaits } from '../../engine/server/server-waits.ts';
import { readWords } from '../../i18n/read.ts';
import { readWithOurs } from '../../storage/own-model.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { isReaderComing } from './reader-control.ts';
import type { ReaderControl } from './reader-control.ts';
import { ReaderStatus } from '../../ui/reader-status.tsx';
import type { ReaderOffer } from '../../ui/reader-status.tsx';
import { ReadingProgress, isWorthShowing } from './reading-progress.tsx';
import { ServerOffer, ServerProblem, ServerWaiting } from './server-views.tsx';
import { useIsOwnModelInUse } from './use-own-model.ts';
import type { Reading } from './use-reading.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { Verdict, VerdictPlace } from '../../ui/reading/verdict.tsx';
import { problemWords, serverErrorOf, waitingWords } from './problem-words.ts';

interface VerdictRegionProps {
  reading: Reading;
  control: ReaderControl;
  baseUrl: string;
  state: EngineState;
  offer: ReaderOffer | null;
  /** There is a server that can read in the place of this device. */
  isServerOffered: boolean;
  isConsentOpen: boolean;
  onOpenConsent: () => void;
  regionRef: RefObject<HTMLElement | null>;
}

export function VerdictRegion(props: VerdictRegionProps) {
  const { reading, control, state, offer, regionRef } = props;
  const { phase, latest } = reading;
  const isComing = isReaderComing(state, control.wasStopped, offer !== null);
  const isBusy = phase === 'reading' || (phase === 'waiting' && isComing);
  const judged = phase === 'read' || phase === 'reading' ? latest?.analysis : undefined;
  return (
    <section
      ref={regionRef}
      id="verdict"
      className="verdict"
      aria-label={readWords.verdict}
      aria-busy={isBusy}
      data-label={judged?.label}
      data-confidence={judged?.confidence}
      data-soft={phase === 'reading'}
    >
      <VerdictContent {...props} />
    </section>
  );
}

function VerdictContent(props: VerdictRegionProps) {
  const { reading, control, state, offer } = props;
  const { phase, latest, progress, error } = reading;
  const isOwnModelInUse = useIsOwnModelInUse();
  const wait = useWatched(serverWaits, serverWaits.get);

  if (phase === 'read' && latest !== null) return <Verdict analysis={latest.analysis} />;
  const serverError = serverErrorOf(reading, state, hasConsent());
  if (serverError !== null) {
    const onTryAgain = state.kind === 'failed' ? control.start : reading.readNow;
    return <ServerProblem error={serverError} baseUrl={props.baseUrl} onTryAgain={onTryAgain} />;
  }
  if (state.kind === 'failed') return <EngineFailure {...props} error={state.error} />;
  if (phase === 'reading') {
    const followed = progress !== null && isWorthShowing(progress) && (
      <ReadingProgress progress={progress} onCancel={reading.stop} />
    );
    const shown = wait === null ? followed : <ServerWaiting untilMs={wait.untilMs} onStop={reading.stop} />;
    if (latest === null) return <VerdictPlace title={readWords.reading}>{shown || undefined}</VerdictPlace>;
    return (
      <>
        <Verdict analysis={latest.analysis} />
        {shown}
      </>
    );
  }
  if (phase === 'stopped') {
    return (
      <ProblemNotice
        message={readWords.stopped}
        remedy={readWords.stoppedRest}
        action={readWords.readIt}
        onAction={reading.readNow}
      />
    );
  }
  if (phase === 'failed' && error !== null) return <ReadingFailure reading={reading} error={error} />;
  const leadHere = isOwnModelInUse ? readWords.own.lead : readWords.lead;
  const lead = hasConsent() ? readWords.leadServer : leadHere;
  return (
    <>
      <p className="lead">
        {phase === 'waiting' ? waitingWords(isReaderComing(state, control.wasStopped, offer !== null)) : lead}
      </p>
      {wait === null ? (
        <ReaderStatus
          state={state}
          wasStopped={control.wasStopped}
          offer={offer}
          onStart={control.start}
          onStop={control.stop}
        />
      ) : (
        <ServerWaiting untilMs={wait.untilMs} onStop={control.stop} />
      )}
    </>
  );
}

function ReadingFailure({ reading, error }: { reading: Reading; error: UndertoneError }) {
  if (error.code !== 'language-unsupported') {
    return (
      <ProblemNotice
        message={error.message}
        remedy={error.remedy}
        action={readWords.tryAgain}
        onAction={reading.readNow}
      />
    );
  }
  return (
    <ProblemNotice
      message={problemWords(error)}
      remedy={readWords.otherLanguageRest}
      action={readWords.readAnyway}
      onAction={reading.readAnyway}
    />
  );
}

type EngineFailureProps = VerdictRegionProps & { error: ErrorData };

function EngineFailure(props: EngineFailureProps) {
  const { error, control, isServerOffered, isConsentOpen, onOpenConsent } = props;
  const isOwnModelInUse = useIsOwnModelInUse();
  const { message, remedy } = error;
  if (isOwnModelInUse) {
    // Nothing stands in for it unasked.
    return (
      <ProblemNotice
        message={message}
        remedy={remedy}
        action={readWords.own.readWithOurs}
        onAction={readWithOurs}
        other={{ action: readWords.tryAgain, onAction: control.start }}
      />
    );
  }
  const onTryAgain = deviceFailures.has(error.code) ? undefined : control.start;
  return isServerOffered ? (
    <ServerOffer
      reason={message}
      remedy={remedy}
      isOpen={isConsentOpen}
      onOpen={onOpenConsent}
      onTryAgain={onTryAgain}
    />
  ) : (
    <ProblemNotice message={message} remedy={remedy} action={readWords.tryAgain} onAction={onTryAgain} />
  );
}
