/** Lets a value through only so often. */
import { useEffect, useState } from 'react';
import { paced } from './paced.ts';

/**
 * `value` as it is, but after a change the next one waits until `leastMs` have gone by. The last one always comes.
 *
 * @param leastMs as it is at first
 */
export function usePaced(value: string, leastMs: number): string {
  const [shown, setShown] = useState(value);

  const [steps] = useState(() => paced(setShown, leastMs, () => false));

  useEffect(() => steps.tell(value), [steps, value]);
  useEffect(() => steps.end, [steps]);

  return shown;
}
