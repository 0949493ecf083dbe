/** Who wants to know how a run stands, and what they were told last. */
import { toUndertoneError } from '#core/contracts/errors';
import type { ErrorData } from '#core/contracts/errors';
import type { RunChannel } from './messages.ts';
import type { Runs, RunStanding } from './runs.ts';
import type { TableClient } from './table-client.ts';

interface Watcher {
  runId: string;
  /** Of what is being asked for or was told last; an answer to an older question is let go. */
  turn: number;
  /** What was told last; null where nothing was. */
  last: RunStanding | null;
  tell: (standing: RunStanding | null) => void;
  fail: (error: ErrorData) => void;
}

/**
 * @param whileRunning called when a run begins to be read, in whichever tab; what it returns, when none is any more
 */
export function createRunWatchers(
  tables: TableClient,
  channel: RunChannel,
  whileRunning: () => () => void,
): Runs['watch'] {
  const watchers = new Set<Watcher>();
  const running = new Set<string>();
  let end: (() => void) | null = null;
  /** Why none is read, where what is kept cannot even say so. */
  let stuck: ErrorData | null = null;

  function noteRunning(runId: string | null, isRunning: boolean): void {
    if (isRunning && runId !== null) running.add(runId);
    else if (runId === null) running.clear();
    else running.delete(runId);
    if (running.size > 0) end ??= whileRunning();
    else {
      end?.();
      end = null;
    }
  }

  function tell(watcher: Watcher, standing: RunStanding | null): void {
    watcher.last = standing;
    watcher.tell(standing === null || stuck === null ? standing : asHalted(standing, stuck));
  }

  async function refresh(watcher: Watcher): Promise<void> {
    watcher.turn += 1;
    const { turn } = watcher;
    try {
      const run = await tables.ask((api) => api.get(watcher.runId));
      if (watcher.turn !== turn || !watchers.has(watcher)) return;
      tell(watcher, run === null ? null : { run, rowsPerSecond: null, remainingMs: null });
    } catch (thrown) {
      if (watcher.turn === turn && watchers.has(watcher)) watcher.fail(toUndertoneError(thrown).toData());
    }
  }

  channel.listen((message) => {
    if (message.kind === 'wanted') {
      stuck = null;
      return;
    }
    if (message.kind === 'stuck') {
      stuck = message.error;
      noteRunning(null, false);
      for (const watcher of watchers) if (watcher.last !== null) tell(watcher, watcher.last);
      return;
    }
    if (message.kind === 'standing') {
      stuck = null;
      const { standing } = message;
      noteRunning(standing.run.id, standing.run.state === 'running');
      for (const watcher of watchers) {
        if (watcher.runId !== standing.run.id) continue;
        watcher.turn += 1;
        tell(watcher, standing);
      }
      return;
    }
    // Whoever reads says so again, where it still runs.
    noteRunning(message.runId, false);
    for (const watcher of watchers) {
      if (message.runId === null || watcher.runId === message.runId) void refresh(watcher);
    }
  });

  return (runId, listener, onError) => {
    const fail = onError ?? (() => undefined);
    const watcher: Watcher = { runId, turn: 0, last: null, tell: listener, fail };
    watchers.add(watcher);
    void refresh(watcher);
    return () => {
      watchers.delete(watcher);
    };
  };
}

/** What nobody reads is halted, whatever is kept of it, until it is started again. */
function asHalted(standing: RunStanding, haltedBy: ErrorData): RunStanding {
  if (standing.run.state !== 'running') return standing;
  return { run: { ...standing.run, state: 'halted', haltedBy }, rowsPerSecond: null, remainingMs: null };
}
