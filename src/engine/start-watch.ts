/** The deadlines of a start: a download may take as long as it brings something, everything else may not. */
import type { EngineState } from '#core/engine';

export interface StartDeadlines {
  /** For everything from the start to ready, downloading not counted. */
  startMs: number;
  /** A download that brings nothing for so long has stalled. */
  stallMs: number;
}

export interface StartWatch {
  /** To be told of every state as it arrives. */
  enter(kind: EngineState['kind']): void;
  stop(): void;
}

const ticksPerDeadline = 10;

/**
 * Time in which the page itself was asleep does not count: its worker slept too, as it does on a phone whose owner
 * looks at something else while the reader comes.
 *
 * @param onExpired told once, which of the two deadlines has passed
 */
export function createStartWatch(
  { startMs, stallMs }: StartDeadlines,
  onExpired: (which: 'start' | 'stall') => void,
): StartWatch {
  const tickMs = Math.min(startMs, stallMs) / ticksPerDeadline;
  let isDownloading = false;
  let spentMs = 0;
  let stalledMs = 0;
  const timer = setInterval(tick, tickMs);

  function expire(which: 'start' | 'stall'): void {
    clearInterval(timer);
    onExpired(which);
  }

  function tick(): void {
    if (isDownloading) stalledMs += tickMs;
    else spentMs += tickMs;
    if (stalledMs > stallMs) expire('stall');
    else if (spentMs > startMs) expire('start');
  }

  return {
    enter(kind) {
      stalledMs = 0;
      isDownloading = kind === 'downloading';
    },
    stop() {
      clearInterval(timer);
    },
  };
}
