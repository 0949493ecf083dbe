/** What the server would be sent of the text in the box, and the agreement to it. */
import { useMemo } from 'react';
import type { AnalyzeRequest } from '#core/contracts/analysis';
import { agreeToServer } from '../../engine/consent.ts';
import { isMasking, setMasking } from '../../engine/server/server-session.ts';
import { serverWords } from '../../i18n/server.ts';
import { saveDraft } from '../../storage/draft.ts';
import { ServerConsent } from '../../ui/server-consent.tsx';

export interface TextConsentProps {
  /** What the server would be asked. */
  request: AnalyzeRequest;
  baseUrl: string;
  onDecline: () => void;
}

export function TextConsent({ request, baseUrl, onDecline }: TextConsentProps) {
  const { text } = request;
  const texts = useMemo(() => (text.trim() === '' ? [] : [text]), [text]);
  return (
    <ServerConsent
      address={new URL('v1/analyze', baseUrl).href}
      blank={{ ...request, text: '' }}
      texts={texts}
      nothing={serverWords.empty}
      rest={[serverWords.repeats]}
      isMasking={isMasking()}
      loadMasker={async () => (await import('../../engine/server/masking.ts')).maskForServer}
      onAgree={(isMasked) => {
        // Agreeing loads the page anew; the box gets its text back from the draft.
        saveDraft(text);
        setMasking(isMasked);
        agreeToServer(null);
      }}
      onDecline={onDecline}
    />
  );
}
