/** What the server would be sent of a file, and the agreement to it. */
import { useQuery } from '@tanstack/react-query';
import { toUndertoneError } from '#core/contracts/errors';
import type { Run } from '#core/contracts/run';
import { agreeToServer } from '../../engine/consent.ts';
import type { Runs } from '../../engine/runs/runs.ts';
import { isMasking, setMasking } from '../../engine/server/server-session.ts';
import { serverWords } from '../../i18n/server.ts';
import { ServerConsent } from '../../ui/server-consent.tsx';

interface RowsConsentProps {
  runs: Runs;
  run: Run;
  baseUrl: string;
  onDecline: () => void;
}

/** As many as one looks through; the whole of a large file would be too much to draw. */
const shownTexts = 20;
const none: readonly string[] = [];

export function RowsConsent({ runs, run, baseUrl, onDecline }: RowsConsentProps) {
  const words = serverWords.rows;
  const left = useQuery({
    queryKey: ['files', run.id, 'texts-left', run.counts.rows, shownTexts],
    queryFn: () => runs.textsLeft(run.id, shownTexts),
    structuralSharing: false,
  });
  const { first = none, count = 0 } = left.data ?? {};
  const failure = left.error === null ? null : toUndertoneError(left.error).message;

  return (
    <ServerConsent
      address={new URL('v1/analyze/batch', baseUrl).href}
      blank={{ items: first.map(() => ({ text: '' })), anyLanguage: run.anyLanguage }}
      texts={first}
      nothing={failure ?? (left.isPending ? words.looking : words.nothing)}
      rest={first.length === 0 ? none : [words.firstOf(first.length, count), words.once, words.session]}
      isMasking={isMasking()}
      loadMasker={async () => (await import('../../engine/server/masking.ts')).maskForServer}
      onAgree={(isMasked) => {
        setMasking(isMasked);
        // Agreeing loads the page anew, and the file is read on there.
        agreeToServer(run.id);
      }}
      onDecline={onDecline}
    />
  );
}
