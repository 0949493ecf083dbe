/** The deadline of a run: a worker with readings to do says something now and then, or it hangs. */

export interface RunWatch {
  /** To be told how many readings are open, whenever that changes. */
  expect(open: number): void;
  /** To be told of every sign of the worker. */
  heard(): void;
  stop(): void;
}

const ticksPerDeadline = 10;

/**
 * Time in which the page itself was asleep does not count: its worker slept too.
 *
 * @param onSilent told once, when readings are open and nothing was heard for `silentMs`
 */
export function createRunWatch(silentMs: number, onSilent: () => void): RunWatch {
  const tickMs = silentMs / ticksPerDeadline;
  let silentTicks = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  function tick(): void {
    silentTicks += 1;
    if (silentTicks <= ticksPerDeadline) return;
    stop();
    onSilent();
  }

  return {
    expect(open) {
      if (open === 0) stop();
      else if (timer === undefined) {
        silentTicks = 0;
        timer = setInterval(tick, tickMs);
      }
    },
    heard() {
      silentTicks = 0;
    },
    stop,
  };
}
