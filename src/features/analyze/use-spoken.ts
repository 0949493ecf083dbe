/** Holds a message back until it has rested, so that the live region does not speak into one's typing. */
import { useEffect, useState } from 'react';

const restMs = 1500;

/** `message` once it has stayed the same for a while; empty as soon as it changes. */
export function useSpoken(message: string): string {
  const [spoken, setSpoken] = useState('');

  useEffect(() => {
    const timer = setTimeout(() => setSpoken(message), restMs);
    return () => clearTimeout(timer);
  }, [message]);

  return spoken === message ? spoken : '';
}
