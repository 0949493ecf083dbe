/** A time that runs down, as it is shown in whole seconds. */
import { useEffect, useState } from 'react';

const stepMs = 250;

/**
 * @param untilMs milliseconds since 1970
 * @returns what is left, 0 once it is over
 */
export function useTimeLeft(untilMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now);
  const leftMs = Math.max(0, untilMs - nowMs);
  const isOver = leftMs === 0;

  useEffect(() => {
    if (isOver) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [isOver, untilMs]);

  return leftMs;
}
