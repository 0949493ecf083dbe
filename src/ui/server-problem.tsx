/** The server could not read: why, and what can be done, be it to wait, to enter a key or to do without the server. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { UndertoneError } from '#core/contracts/errors';
import { serverWords } from '../i18n/server.ts';
import { Button } from './button.tsx';
import { ServerKeyForm } from './server-key-form.tsx';
import { asksForKey, serverProblemWords } from './server-problem-words.ts';
import { useTimeLeft } from './use-time-left.ts';
import './notice.css';

export interface ServerProblemProps {
  error: UndertoneError;
  host: string;
  /** Whether a key was sent. */
  hasKey: boolean;
  onKey: (key: string) => void;
  onTryAgain: () => void;
  onWithdraw: () => void;
}

export function ServerProblem({ error, host, hasKey, onKey, onTryAgain, onWithdraw }: ServerProblemProps) {
  const { message, remedy } = serverProblemWords(error, hasKey);
  const withdraw = (
    <Button kind="text" onClick={onWithdraw}>
      {serverWords.withdraw}
    </Button>
  );
  return (
    <div className="notice">
      <p className="notice-title">{message}</p>
      {remedy !== null && <p>{remedy}</p>}
      {asksForKey(error) ? (
        <>
          <ServerKeyForm host={host} onKey={onKey} />
          <p>{withdraw}</p>
        </>
      ) : (
        <TryAgain key={delayOf(error)} error={error} saysWhen={remedy === null} onTryAgain={onTryAgain}>
          {withdraw}
        </TryAgain>
      )}
    </div>
  );
}

interface TryAgainProps {
  error: UndertoneError;
  saysWhen: boolean;
  onTryAgain: () => void;
  /** What else can be done. */
  children: ReactNode;
}

/** Before its time the server is not asked at all. */
function TryAgain({ error, saysWhen, onTryAgain, children }: TryAgainProps) {
  const delayMs = delayOf(error);
  const [untilMs] = useState(() => Date.now() + delayMs);
  const leftMs = useTimeLeft(untilMs);
  const saidNow = delayMs === 0 ? serverWords.askAgainLater : serverWords.askAgainNow;
  return (
    <>
      {(saysWhen || leftMs > 0) && <p>{leftMs > 0 ? serverWords.askAgainIn(leftMs) : saidNow}</p>}
      <p className="notice-actions">
        <Button inactive={leftMs > 0} onClick={onTryAgain}>
          {serverWords.tryAgain}
        </Button>
        {children}
      </p>
    </>
  );
}

function delayOf({ details }: UndertoneError): number {
  const told = details['retryAfterMs'];
  return typeof told === 'number' ? told : 0;
}
