/** Shows letter for letter what the server would be sent, and asks whether it may be. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import type { AnalyzeRequest } from '#core/contracts/analysis';
import { toUndertoneError } from '#core/contracts/errors';
import type { PersonalData } from '#core/text/mask';
import { agreeToServer } from '../../engine/consent.ts';
import { isMasking, setMasking } from '../../engine/server/server-session.ts';
import { serverWords } from '../../i18n/server.ts';
import { saveDraft } from '../../storage/draft.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';
import { countByKind, payloadPieces } from './consent-payload.ts';
import './server-consent.css';

export interface ServerConsentProps {
  /** What the server would be asked. */
  request: AnalyzeRequest;
  baseUrl: string;
  onDecline: () => void;
}

export function ServerConsent({ request, baseUrl, onDecline }: ServerConsentProps) {
  const title = useFocusWhenShown<HTMLHeadingElement>();
  const [isMasked, setIsMasked] = useState(isMasking);
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState('');
  const masking = useFound(request.text, isMasked);
  const isBlank = request.text.trim() === '';

  function agree(): void {
    setIsSending(true);
    // Agreeing loads the page anew; the box gets its text back from the draft.
    saveDraft(request.text);
    try {
      setMasking(isMasked);
      agreeToServer();
    } catch (thrown) {
      setIsSending(false);
      setFailure(toUndertoneError(thrown).message);
    }
  }

  return (
    <section className="consent" aria-labelledby="consent-title">
      <h2 id="consent-title" className="section-title" tabIndex={-1} ref={title}>
        {serverWords.would}
      </h2>
      <dl className="consent-request">
        <dt>{serverWords.to}</dt>
        <dd className="consent-address">{new URL('v1/analyze', baseUrl).href}</dd>
        <dt>{serverWords.body}</dt>
        <dd>
          {isBlank ? (
            <p className="small">{serverWords.empty}</p>
          ) : (
            <Payload request={request} masking={masking} />
          )}
        </dd>
      </dl>
      <div className="consent-masking">
        <label className="consent-choice">
          <input
            type="checkbox"
            checked={isMasked}
            aria-describedby="consent-mask-note"
            onChange={(event) => setIsMasked(event.target.checked)}
          />
          {serverWords.mask}
        </label>
        <p id="consent-mask-note" className="small">
          {serverWords.maskNote}
        </p>
      </div>
      <p className="small">{serverWords.repeats}</p>
      <p className="notice-actions">
        <Button inactive={isSending || isBlank || masking.found === null} onClick={agree}>
          {serverWords.agree}
        </Button>
        <Button kind="text" onClick={onDecline}>
          {serverWords.decline}
        </Button>
      </p>
      {failure !== '' && <p className="small">{failure}</p>}
      <LiveRegion message={failure} />
    </section>
  );
}

interface Found {
  /** Null while it is not known. */
  found: readonly PersonalData[] | null;
  isMasked: boolean;
  hasFailed: boolean;
  onTryAgain: () => void;
}

/** What is masked in the text. What looks for it is large, and comes when it is first needed. */
function useFound(text: string, isMasked: boolean): Found {
  // Looking takes a moment in a long text, so that it may lag behind the hand.
  const looked = useDeferredValue(text);
  const masking = useQuery({
    queryKey: ['masking'],
    queryFn: () => import('../../engine/server/masking.ts'),
    enabled: isMasked,
    gcTime: Infinity,
    structuralSharing: false,
  });
  const { data } = masking;
  const found = useMemo(() => {
    if (!isMasked) return [];
    return data?.maskForServer(looked).found ?? null;
  }, [data, isMasked, looked]);
  return {
    found: isMasked && looked !== text ? null : found,
    isMasked,
    hasFailed: isMasked && masking.error !== null,
    onTryAgain: () => void masking.refetch(),
  };
}

function Payload({ request, masking }: { request: AnalyzeRequest; masking: Found }) {
  const { found, isMasked, hasFailed, onTryAgain } = masking;
  if (hasFailed) {
    return (
      <p className="small">
        {serverWords.notLooked}{' '}
        <Button kind="text" onClick={onTryAgain}>
          {serverWords.tryAgain}
        </Button>
      </p>
    );
  }
  if (found === null) return <p className="small">{serverWords.looking}</p>;
  return (
    <>
      {/* A long text has to be scrolled to be seen whole, also with the keyboard. */}
      <pre className="consent-payload" tabIndex={0} aria-label={serverWords.body}>
        {payloadPieces(request, found).map(({ at, sent, kept }) =>
          kept === null ? (
            sent
          ) : (
            <span key={at}>
              <del>{kept}</del>
              <ins>{sent}</ins>
            </span>
          ),
        )}
      </pre>
      <p className="small consent-counts">
        {isMasked ? serverWords.masked(countByKind(found)) : serverWords.unmasked}
      </p>
    </>
  );
}
