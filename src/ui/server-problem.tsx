/** The server could not read: why, and what can be done, be it to wait, to enter a key or to do without the server. */
import { useEffect, useEffectEvent, useState } from 'react';
import type { ReactNode } from 'react';
import type { UndertoneError } from '#core/contracts/errors';
import { serverWords } from '../i18n/server.ts';
import { Button } from './button.tsx';
import { ServerKeyForm } from './server-key-form.tsx';
import { asksForKey, retryDelayMs, serverProblemWords } from './server-problem-words.ts';
import { useTimeLeft } from './use-time-left.ts';
import './notice.css';

export interface ServerProblemProps {
  error: UndertoneError;
  /** Whether a key was sent. */
  hasKey: boolean;
  onKey: (key: string) => void;
  onTryAgain: () => void;
  onWithdraw: () => void;
  /**
   * Calls `onBack` once the server is there again, which is left alone for `delayMs` first.
   *
   * @returns ends the watch
   */
  watchReturn: (delayMs: number, onBack: () => void) => () => void;
}

export function ServerProblem(props: ServerProblemProps) {
  const { error, hasKey, onKey, onTryAgain, onWithdraw } = props;
  const { message, remedy } = serverProblemWords(error, hasKey);
  const isAway = error.code === 'server-unreachable';
  const delayMs = retryDelayMs(error);
  const onBack = useEffectEvent(onTryAgain);
  const watch = useEffectEvent(() => props.watchReturn(delayMs, () => onBack()));

  // Nobody has to sit by and press until a server is back.
  useEffect(() => (isAway ? watch() : undefined), [isAway, delayMs]);

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
          <ServerKeyForm host={location.host} onKey={onKey} />
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
