/** Offers the server where the device cannot read, and shows word for word what would be sent before anything is. */
import { useState } from 'react';
import type { AnalyzeRequest } from '#core/contracts/analysis';
import { toUndertoneError } from '#core/contracts/errors';
import { agreeToServer } from '../../engine/consent.ts';
import { readWords } from '../../i18n/read.ts';
import { saveDraft } from '../../storage/draft.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';

interface ServerOfferProps {
  /** What stands in the way on this device, in words. */
  reason: string;
  remedy: string;
  isOpen: boolean;
  onOpen: () => void;
  onTryAgain: () => void;
}

/** The offer itself; it stands in the verdict's place. */
export function ServerOffer({ reason, remedy, isOpen, onOpen, onTryAgain }: ServerOfferProps) {
  return (
    <div className="notice" role="group" aria-label={reason}>
      <p className="notice-title">{reason}</p>
      <p>{remedy}</p>
      <p>{readWords.serverOffer(location.host)}</p>
      <p className="notice-actions">
        <Button onClick={onOpen} aria-expanded={isOpen}>
          {readWords.serverShow}
        </Button>
        <Button kind="text" onClick={onTryAgain}>
          {readWords.tryAgain}
        </Button>
      </p>
    </div>
  );
}

interface ServerConsentProps {
  /** What the server would be asked. */
  request: AnalyzeRequest;
  baseUrl: string;
  onDecline: () => void;
}

/** The literal request, its address, and the question. */
export function ServerConsent({ request, baseUrl, onDecline }: ServerConsentProps) {
  const title = useFocusWhenShown<HTMLHeadingElement>();
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState('');
  const isBlank = request.text.trim() === '';

  function agree(): void {
    setIsSending(true);
    // Agreeing loads the page anew; the box gets its text back from the draft.
    saveDraft(request.text);
    try {
      agreeToServer();
    } catch (thrown) {
      setIsSending(false);
      setFailure(toUndertoneError(thrown).message);
    }
  }

  return (
    <section className="consent" aria-labelledby="consent-title">
      <h2 id="consent-title" className="section-title" tabIndex={-1} ref={title}>
        {readWords.serverWould}
      </h2>
      <dl className="consent-request">
        <dt>{readWords.serverTo}</dt>
        <dd className="consent-address">{new URL('v1/analyze', baseUrl).href}</dd>
        <dt>{readWords.serverBody}</dt>
        <dd>
          {isBlank ? (
            <p className="small">{readWords.serverEmpty}</p>
          ) : (
            // A long text has to be scrolled to be seen whole, also with the keyboard.
            <pre className="consent-payload" tabIndex={0} aria-label={readWords.serverBody}>
              {JSON.stringify(request)}
            </pre>
          )}
        </dd>
      </dl>
      <p className="small">{readWords.serverRepeats}</p>
      <p className="notice-actions">
        <Button inactive={isSending || isBlank} onClick={agree}>
          {readWords.serverAgree}
        </Button>
        <Button kind="text" onClick={onDecline}>
          {readWords.serverDecline}
        </Button>
      </p>
      {failure !== '' && <p className="small">{failure}</p>}
      <LiveRegion message={failure} />
    </section>
  );
}
