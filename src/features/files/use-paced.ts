/** Lets a value through only so often. */
import { useEffect, useRef, useState } from 'react';

/** `value` as it is, but after a change the next one waits until `leastMs` have gone by. The last one always comes. */
export function useThrottled<Value>(value: Value, leastMs: number): Value {
  const [shown, setShown] = useState(value);
  const changedAtMs = useRef(0);

  useEffect(() => {
    const waitMs = Math.max(0, changedAtMs.current + leastMs - performance.now());
    const timer = setTimeout(() => {
      changedAtMs.current = performance.now();
      setShown(value);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [value, leastMs]);

  return shown;
}
