/** What stands in the verdict's place where the server could not read. */
import type { UndertoneError } from '#core/contracts/errors';
import { withdrawConsent } from '../../engine/consent.ts';
import { serverKey, setServerKey } from '../../engine/server/server-session.ts';
import { ServerProblem } from '../../ui/server-problem.tsx';

export interface ServerProblemViewProps {
  error: UndertoneError;
  onTryAgain: () => void;
}

export function ServerProblemView({ error, onTryAgain }: ServerProblemViewProps) {
  return (
    <ServerProblem
      error={error}
      host={location.host}
      hasKey={serverKey() !== null}
      onKey={(key) => {
        setServerKey(key);
        onTryAgain();
      }}
      onTryAgain={onTryAgain}
      onWithdraw={withdrawConsent}
    />
  );
}
