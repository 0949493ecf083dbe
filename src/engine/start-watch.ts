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

/** @param onExpired told once, which of the two deadlines has passed */
export function createStartWatch(
  { startMs, stallMs }: StartDeadlines,
  onExpired: (which: 'start' | 'stall') => void,
): StartWatch {
  let leftMs = startMs;
  let since = performance.now();
  let downloading = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function arm(): void {
    clearTimeout(timer);
    timer = downloading
      ? setTimeout(() => onExpired('stall'), stallMs)
      : setTimeout(() => onExpired('start'), Math.max(0, leftMs));
  }
  arm();

  return {
    enter(kind) {
      const now = performance.now();
      if (!downloading) leftMs -= now - since;
      since = now;
      downloading = kind === 'downloading';
      arm();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
