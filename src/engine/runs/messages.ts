/** What tabs say to each other about runs: plain data, to all of them. */
import type { ErrorData } from '#core/contracts/errors';
import type { RunStanding } from './runs.ts';

/** Tabs of another build may be open beside this one: where the messages change, so does the name. */
const channelName = 'undertone-runs-1';
/** Held by the tab that reads runs. */
export const readerLock = 'undertone-runs-1-reader';

export type RunMessage =
  /** By the tab that reads. */
  | { kind: 'standing'; standing: RunStanding }
  /** By the tab that reads: it reads none any more until it is asked again. An older build lets it go. */
  | { kind: 'stuck'; error: ErrorData }
  /** The run is another than it was, or gone; null stands for all of them. */
  | { kind: 'changed'; runId: string | null }
  /** The person wants it read; also where something stood in the way before. */
  | { kind: 'wanted'; runId: string };

export interface RunChannel {
  /** To the other tabs and to this one. */
  say(message: RunMessage): void;
  listen(listener: (message: RunMessage) => void): void;
  close(): void;
}

/** Where the browser lets tabs not speak to each other, this one speaks to itself. */
export function openRunChannel(): RunChannel {
  const listeners: ((message: RunMessage) => void)[] = [];
  const channel = openChannel();
  const hear = (message: RunMessage): void => {
    for (const listener of listeners) listener(message);
  };
  channel?.addEventListener('message', ({ data }: MessageEvent<RunMessage>) => hear(data));
  return {
    say(message) {
      channel?.postMessage(message);
      hear(message);
    },
    listen: (listener) => void listeners.push(listener),
    close() {
      channel?.close();
      listeners.length = 0;
    },
  };
}

function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel(channelName);
  } catch {
    return null;
  }
}
