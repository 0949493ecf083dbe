/** What stands in the verdict's place where the server could not read. */
import type { UndertoneError } from '#core/contracts/errors';
import { withdrawConsent } from '../../engine/consent.ts';
import { watchServerReturn } from '../../engine/server/server-return.ts';
import { serverKey, setServerKey } from '../../engine/server/server-session.ts';
import { LiveRegion } from '../../ui/live-region.tsx';
import { spokenServerProblem } from '../../ui/server-problem-words.ts';
import { ServerProblem } from '../../ui/server-problem.tsx';
import { useSpoken } from './use-spoken.ts';

export interface ServerProblemViewProps {
  error: UndertoneError;
  /** Absolute address of the app's base. */
  baseUrl: string;
  onTryAgain: () => void;
}

export function ServerProblemView({ error, baseUrl, onTryAgain }: ServerProblemViewProps) {
  const hasKey = serverKey() !== null;
  const spoken = useSpoken(spokenServerProblem(error, hasKey));

  return (
    <>
      <ServerProblem
        error={error}
        hasKey={hasKey}
        onKey={(key) => {
          setServerKey(key);
          onTryAgain();
        }}
        onTryAgain={onTryAgain}
        onWithdraw={withdrawConsent}
        watchReturn={(delayMs, onBack) => watchServerReturn(baseUrl, delayMs, onBack)}
      />
      <LiveRegion message={spoken} />
    </>
  );
}
