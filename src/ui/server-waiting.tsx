/** The server is asked again in a moment: in how long, and the way to stop waiting. */
import { serverWords } from '../i18n/server.ts';
import { Button } from './button.tsx';
import { useTimeLeft } from './use-time-left.ts';
import './server-session.css';

export interface ServerWaitingProps {
  /** Milliseconds since 1970. */
  untilMs: number;
  /** Without it there is another button that does so. */
  onStop?: () => void;
}

export function ServerWaiting({ untilMs, onStop }: ServerWaitingProps) {
  const leftMs = useTimeLeft(untilMs);
  return (
    <p className="server-waiting">
      <span>{leftMs === 0 ? serverWords.asking : serverWords.waiting(leftMs)}</span>
      {onStop !== undefined && (
        <Button kind="text" onClick={onStop}>
          {serverWords.stop}
        </Button>
      )}
    </p>
  );
}
