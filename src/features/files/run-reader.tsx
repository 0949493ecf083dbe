/** What a run is read with: how it is got, or why there is nothing and what can be done. */
import { useState } from 'react';
import { errorFromData } from '#core/contracts/errors';
import type { ErrorData } from '#core/contracts/errors';
import type { Run } from '#core/contracts/run';
import type { EngineState } from '#core/engine';
import { withdrawConsent } from '../../engine/consent.ts';
import { deviceFailures } from '../../engine/device-failures.ts';
import type { Runs } from '../../engine/runs/runs.ts';
import { watchServerReturn } from '../../engine/server/server-return.ts';
import { serverKey, setServerKey } from '../../engine/server/server-session.ts';
import { filesWords } from '../../i18n/files.ts';
import { Button } from '../../ui/button.tsx';
import { ReaderStatus } from '../../ui/reader-status.tsx';
import type { ReaderOffer } from '../../ui/reader-status.tsx';
import { ServerOffer } from '../../ui/server-offer.tsx';
import { ServerProblem } from '../../ui/server-problem.tsx';
import type { FilesReader } from './files-page.tsx';
import { readingPlace } from './reading-place.ts';
import type { FilesServer } from './reading-place.ts';
import { RowsConsent } from './rows-consent.tsx';

export interface RunReaderProps {
  runs: Runs;
  run: Run;
  reader: FilesReader;
  state: EngineState;
  offer: ReaderOffer | null;
  server: FilesServer;
}

export function RunReader(props: RunReaderProps) {
  const { reader, state, offer, server } = props;
  if (state.kind === 'ready' || state.kind === 'resting') return null;
  if (state.kind === 'failed') {
    const place = readingPlace(state, server);
    return (
      <div className="run-reader">
        {place === 'server' ? (
          <ServerProblem
            error={errorFromData(state.error)}
            hasKey={serverKey() !== null}
            onKey={(key) => {
              setServerKey(key);
              reader.start();
            }}
            onTryAgain={reader.start}
            onWithdraw={withdrawConsent}
            watchReturn={(delayMs, onBack) => watchServerReturn(server.baseUrl, delayMs, onBack)}
          />
        ) : (
          <NoReader {...props} error={state.error} isServerOffered={place === 'offered'} />
        )}
      </div>
    );
  }
  return (
    <div className="run-reader">
      <ReaderStatus
        state={state}
        wasStopped={reader.wasStopped}
        offer={offer}
        onStart={reader.start}
        onStop={reader.stop}
      />
    </div>
  );
}

interface NoReaderProps extends RunReaderProps {
  error: ErrorData;
  isServerOffered: boolean;
}

function NoReader({ runs, run, reader, server, error, isServerOffered }: NoReaderProps) {
  const [isConsentOpen, setIsConsentOpen] = useState(false);
  const onTryAgain = deviceFailures.has(error.code) ? undefined : reader.start;
  if (isServerOffered) {
    return (
      <>
        <ServerOffer
          reason={error.message}
          remedy={error.remedy}
          isOpen={isConsentOpen}
          onOpen={() => setIsConsentOpen(true)}
          onTryAgain={onTryAgain}
        />
        {isConsentOpen && (
          <RowsConsent
            runs={runs}
            run={run}
            baseUrl={server.baseUrl}
            onDecline={() => setIsConsentOpen(false)}
          />
        )}
      </>
    );
  }
  return (
    <div className="notice">
      <p className="notice-title">{error.message}</p>
      <p>
        {error.remedy} {filesWords.run.staysHere}
      </p>
      {onTryAgain !== undefined && (
        <p className="notice-actions">
          <Button onClick={onTryAgain}>{filesWords.tryAgain}</Button>
        </p>
      )}
    </div>
  );
}
