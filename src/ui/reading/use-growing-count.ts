/** Lets a long list appear in pieces, so that no single step holds the page up. */
import { startTransition, useEffect, useState } from 'react';

const firstCount = 60;
const stepCount = 120;

/** How many of `total` rows to show by now; grows until all are there and does not shrink while they are. */
export function useGrowingCount(total: number): number {
  const [count, setCount] = useState(firstCount);
  const isComplete = count >= total;

  useEffect(() => {
    if (isComplete) return undefined;
    const frame = requestAnimationFrame(() => {
      startTransition(() => setCount((shown) => shown + stepCount));
    });
    return () => cancelAnimationFrame(frame);
  }, [isComplete, count]);

  // A short text after a long one starts small again, for the next long one.
  if (total === 0 && count !== firstCount) setCount(firstCount);
  return Math.min(count, total);
}
