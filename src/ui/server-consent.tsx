/** Shows letter for letter what the server would be sent, and asks whether it may be. */
import { useDeferredValue, useEffect, useEffectEvent, useMemo, useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { MaskedText } from '#core/text/masked-text';
import { serverWords } from '../i18n/server.ts';
import { Button } from './button.tsx';
import { countByKind, payloadPieces } from './consent-payload.ts';
import type { PayloadText } from './consent-payload.ts';
import { LiveRegion } from './live-region.tsx';
import { useFocusWhenShown } from './use-focus-when-shown.ts';
import './server-consent.css';

/** What finds personal data in a text. */
export type Masker = (text: string) => Pick<MaskedText, 'found'>;

export interface ServerConsentProps {
  /** Absolute address that it would be sent to. */
  address: string;
  /** The body with an empty text in the place of each, and no other empty word in it. */
  blank: object;
  /** Those of the body, in its order; empty where there is nothing to send. */
  texts: readonly string[];
  /** What is said where there is none. */
  nothing: string;
  /** What else would be sent, now and later. */
  rest: readonly string[];
  /** Whether personal data is masked unless the person says otherwise. */
  isMasking: boolean;
  /** Large, and asked for when it is first needed. */
  loadMasker: () => Promise<Masker>;
  /**
   * @param isMasked whether personal data is to be taken out of what is sent
   * @throws UndertoneError where the agreement cannot be kept
   */
  onAgree: (isMasked: boolean) => void;
  onDecline: () => void;
}

export function ServerConsent(props: ServerConsentProps) {
  const { address, blank, texts, nothing, rest, loadMasker, onAgree, onDecline } = props;
  const title = useFocusWhenShown<HTMLHeadingElement>();
  const [isMasked, setIsMasked] = useState(props.isMasking);
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState('');
  const masking = useFound(texts, isMasked, loadMasker);
  const isBlank = texts.length === 0;

  function agree(): void {
    setIsSending(true);
    try {
      onAgree(isMasked);
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
        <dd className="consent-address">{address}</dd>
        <dt>{serverWords.body}</dt>
        <dd>{isBlank ? <p className="small">{nothing}</p> : <Payload blank={blank} masking={masking} />}</dd>
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
      {rest.map((sentence) => (
        <p key={sentence} className="small">
          {sentence}
        </p>
      ))}
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
  found: readonly PayloadText[] | null;
  isMasked: boolean;
  hasFailed: boolean;
  onTryAgain: () => void;
}

/** What is masked in the texts. What looks for it is large, and comes when it is first needed. */
function useFound(texts: readonly string[], isMasked: boolean, loadMasker: () => Promise<Masker>): Found {
  // Looking takes a moment in a long text, so that it may lag behind the hand.
  const looked = useDeferredValue(texts);
  const [masker, setMasker] = useState<Masker | null>(null);
  const [tries, setTries] = useState(1);
  const [failedTries, setFailedTries] = useState(0);
  const load = useEffectEvent(loadMasker);
  const isMissing = isMasked && masker === null;

  useEffect(() => {
    if (!isMissing) return undefined;
    let isAwaited = true;
    load().then(
      (loaded) => isAwaited && setMasker(() => loaded),
      () => isAwaited && setFailedTries(tries),
    );
    return () => {
      isAwaited = false;
    };
  }, [isMissing, tries]);

  const found = useMemo(() => {
    if (!isMasked) return texts.map((text) => ({ text, found: [] }));
    if (masker === null || looked !== texts) return null;
    return looked.map((text) => ({ text, found: masker(text).found }));
  }, [masker, isMasked, looked, texts]);
  return {
    found,
    isMasked,
    hasFailed: isMissing && failedTries === tries,
    onTryAgain: () => setTries(tries + 1),
  };
}

function Payload({ blank, masking }: { blank: object; masking: Found }) {
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
        {payloadPieces(blank, found).map(({ at, sent, kept }) =>
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
        {isMasked
          ? serverWords.masked(countByKind(found.flatMap((text) => text.found)))
          : serverWords.unmasked}
      </p>
    </>
  );
}
