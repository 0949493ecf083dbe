/** Passes values on no faster than a page can draw them. */

export interface Paced<Value> {
  /** Told at once after a rest, and where it is a turn; else when its time has come, unless a later one takes its place. */
  tell: (value: Value) => void;
  /** What still waits is dropped. */
  end: () => void;
}

/**
 * @param leastMs between two that are passed on
 * @param isTurn whether a value must not wait, compared with the one before it
 */
export function paced<Value>(
  pass: (value: Value) => void,
  leastMs: number,
  isTurn: (value: Value, before: Value) => boolean,
): Paced<Value> {
  let latest: { value: Value } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function end(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  function rest(told: Value): void {
    timer = setTimeout(() => {
      timer = null;
      if (latest === null || latest.value === told) return;
      pass(latest.value);
      rest(latest.value);
    }, leastMs);
  }

  return {
    tell(value) {
      const before = latest;
      latest = { value };
      if (timer !== null && before !== null && !isTurn(value, before.value)) return;
      end();
      pass(value);
      rest(value);
    },
    end,
  };
}
