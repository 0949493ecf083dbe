/** The tab that reads: it takes the runs that somebody wants read one after another, and tells all tabs how they stand. */
import { toUndertoneError } from '#core/contracts/errors';
import type { ErrorData, UndertoneError } from '#core/contracts/errors';
import type { Run } from '#core/contracts/run';
import type { Router } from '../router.ts';
import { seekLeadership } from '../tabs/leadership.ts';
import type { Leadership } from '../tabs/leadership.ts';
import { readerLock } from './messages.ts';
import type { RunChannel } from './messages.ts';
import { createRate } from './rate.ts';
import { readRun } from './read-run.ts';
import type { RowReader } from './read-run.ts';
import type { RunStanding } from './runs.ts';
import type { TableClient } from './table-client.ts';

export interface RunLeadOptions {
  tables: TableClient;
  engine: RowReader & Pick<Router, 'leading'>;
  channel: RunChannel;
  /** Called when this tab begins to read; what it returns, when that has ended. */
  whileReading: () => () => void;
  /** Whether runs that were not asked for in this tab are read by it too, such as those of its last visit. */
  goesOnUnasked: boolean;
}

export interface RunLead {
  /** The person asked for it in this tab. */
  want(runId: string): void;
  dispose(): void;
}

export function createRunLead(options: RunLeadOptions): RunLead {
  const { tables, engine, channel, whileReading, goesOnUnasked } = options;
  const askedHere = new Set<string>();
  /** What stands in the way of runs, where there was not even room to keep that. */
  const obstacles = new Map<string, ErrorData>();
  let leadership: Leadership | null = null;
  let isLead = false;
  let reading: { runId: string; stop: AbortController } | null = null;
  let isBusy = false;
  let isWoken = false;

  /** The one that waits longest. */
  async function nextRun(): Promise<Run | null> {
    const runs = await tables.ask((api) => api.list());
    const wanted = runs.filter(({ id, state }) => state === 'running' && !obstacles.has(id)).toReversed();
    for (const run of wanted) {
      if (goesOnUnasked || askedHere.has(run.id)) return run;
      await tables.ask((api) => api.setState(run.id, 'paused'));
      channel.say({ kind: 'changed', runId: run.id });
    }
    return null;
  }

  async function readAll(): Promise<void> {
    if (isBusy) {
      isWoken = true;
      return;
    }
    isBusy = true;
    try {
      do {
        isWoken = false;
        const run = isLead ? await nextRun() : null;
        if (run === null) continue;
        await read(run);
        isWoken = true;
      } while (isWoken);
    } catch (thrown) {
      // What is kept cannot be got at, not even to halt a run: whoever looks at one is told why it stands still.
      const error = toUndertoneError(thrown);
      // So it is when the tab closes.
      if (error.code !== 'cancelled') channel.say({ kind: 'stuck', error: error.toData() });
    } finally {
      isBusy = false;
    }
    // Asked for again while the last attempt failed.
    if (isWoken) void readAll();
  }

  async function read(run: Run): Promise<void> {
    if (!isLead) return;
    const stop = new AbortController();
    reading = { runId: run.id, stop };
    const end = whileReading();
    const rate = createRate(run.counts.rows);
    say({ run, rowsPerSecond: null, remainingMs: null });
    try {
      await readRun(run, tables, engine, stop.signal, (kept) => {
        rate.note(kept.counts.rows);
        say(withRate(kept, rate.rowsPerSecond()));
      });
    } catch (thrown) {
      const error = toUndertoneError(thrown);
      if (!stop.signal.aborted && error.code !== 'not-found') await halt(run.id, error);
    } finally {
      reading = null;
      end();
    }
    if (obstacles.has(run.id)) return;
    const left = await tables.ask((api) => api.get(run.id));
    if (left !== null) say(withRate(left, null));
  }

  /** Whoever stops the reader by hand means the run too. */
  async function halt(runId: string, error: UndertoneError): Promise<void> {
    const haltedBy = error.toData();
    const state = error.code === 'cancelled' ? 'paused' : 'halted';
    try {
      await tables.ask((api) => api.setState(runId, state, haltedBy));
    } catch {
      obstacles.set(runId, haltedBy);
      const run = await tables.ask((api) => api.get(runId));
      if (run !== null) say(withRate({ ...run, state: 'halted', haltedBy }, null));
    }
  }

  function say(standing: RunStanding): void {
    channel.say({ kind: 'standing', standing });
  }

  async function stopIfUnwanted(runId: string): Promise<void> {
    const run = await tables.ask((api) => api.get(runId)).catch(() => null);
    if (run?.state !== 'running' && reading?.runId === runId) reading.stop.abort();
  }

  function setLead(leads: boolean): void {
    isLead = leads;
    if (leads) void readAll();
    else reading?.stop.abort();
  }

  /** The lead over runs goes with that over the engine; where several tabs have an engine of their own, one reads. */
  function follow(): void {
    if (!engine.leading.get()) {
      leadership?.leave();
      leadership = null;
      setLead(false);
    } else if (leadership === null && 'locks' in navigator) {
      leadership = seekLeadership(readerLock, {
        onLead: () => setLead(true),
        onLost: () => setLead(false),
      });
      // From a tab that was frozen, or reads on the server while there is an engine here.
      if (goesOnUnasked) leadership.seize();
    } else if (leadership === null) {
      setLead(true);
    }
  }

  channel.listen((message) => {
    if (message.kind === 'wanted') {
      obstacles.delete(message.runId);
      void readAll();
    } else if (message.kind === 'changed' && reading !== null) {
      if (message.runId === null || message.runId === reading.runId) void stopIfUnwanted(reading.runId);
    }
  });
  const unfollow = engine.leading.subscribe(follow);
  follow();

  return {
    want(runId) {
      askedHere.add(runId);
      channel.say({ kind: 'wanted', runId });
    },
    dispose() {
      unfollow();
      leadership?.leave();
      setLead(false);
    },
  };
}

function withRate(run: Run, rowsPerSecond: number | null): RunStanding {
  if (run.state !== 'running' || rowsPerSecond === null || rowsPerSecond === 0)
    return { run, rowsPerSecond: null, remainingMs: null };
  return { run, rowsPerSecond, remainingMs: ((run.rows - run.counts.rows) / rowsPerSecond) * 1000 };
}
