/** The server could not read: why, and what can be done, be it to wait, to enter a key or to do without the server. */
import { useEffect, useEffectEvent, useState } from 'react';
import type { ReactNode } from 'react';
import type { UndertoneError } from '#core/contracts/errors';
import { withdrawConsent } from '../engine/consent.ts';
import { watchServerReturn } from '../engine/server/server-return.ts';
import { serverKey, setServerKey } from '../engine/server/server-session.ts';
import { serverWords } from '../i18n/server.ts';
import { Button } from './button.tsx';
import { ServerKeyForm } from './server-key-form.tsx';
import { asksForKey, retryDelayMs, serverProblemWords } from './server-problem-words.ts';
import { useTimeLeft } from './use-time-left.ts';
import './notice.css';

export interface ServerProblemProps {
  error: UndertoneError;
  /** Absolute address of the app's base. */
  baseUrl: string;
  onTryAgain: () => void;
}

export function ServerProblem({ error, baseUrl, onTryAgain }: ServerProblemProps) {
  const { message, remedy } = serverProblemWords(error, serverKey() !== null);
  const isAway = error.code === 'server-unreachable';
  const delayMs = retryDelayMs(error);
  const onBack = useEffectEvent(onTryAgain);

  // Nobody has to sit by and press until a server is back.
  useEffect(
    () => (isAway ? watchServerReturn(baseUrl, delayMs, () => onBack()) : undefined),
    [isAway, baseUrl, delayMs],
  );

  const withdraw = (
    <Button kind="text" onClick={withdrawConsent}>
      {serverWords.withdraw}
    </Button>
  );
  return (
    <div className="notice">
      <p className="notice-title">{message}</p>
      {remedy !== null && <p>{remedy}</p>}
      {asksForKey(error) ? (
        <>
          <ServerKeyForm
            host={location.host}
            onKey={(key) => {
              setServerKey(key);
              onTryAgain();
            }}
          />
          <p>{withdraw}</p>
        </>
      ) : (
        <TryAgain
          key={delayMs}
          delayMs={delayMs}
          saysWhen={remedy === null}
          asksAgain={isAway}
          onTryAgain={onTryAgain}
        >
          {withdraw}
        </TryAgain>
      )}
    </div>
  );
}

interface TryAgainProps {
  /** For so long it is not to be asked. */
  delayMs: number;
  saysWhen: boolean;
  /** Whether it is asked again without a press, as soon as it may do. */
  asksAgain: boolean;
  onTryAgain: () => void;
  /** What else can be done. */
  children: ReactNode;
}

/** Before its time the server is not asked at all. */
function TryAgain({ delayMs, saysWhen, asksAgain, onTryAgain, children }: TryAgainProps) {
  const [untilMs] = useState(() => Date.now() + delayMs);
  const leftMs = useTimeLeft(untilMs);
  const saidByHand = delayMs === 0 ? serverWords.askAgainLater : serverWords.askAgainNow;
  const saidNow = asksAgain ? serverWords.asksAgain : saidByHand;
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
