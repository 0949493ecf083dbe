/** The progress of a job as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
import { isFinished } from '#core/contracts/jobs';
import { abortAfter } from '../abort-after.ts';
import type { JobService } from '../services/jobs/job-service.ts';
import { statusOf, versionOf } from '../services/jobs/job-status.ts';
import type { JobRecord } from '../stores/stores.ts';

/** For proxies that end a connection on which nothing is said. */
const heartbeatMs = 15_000;
const reconnectMs = 2000;

export interface JobEventsOptions {
  /** Id of the last event that has arrived; empty for none. */
  readonly seen: string;
  readonly signal: AbortSignal;
  readonly silenceMs?: number;
}

/**
 * An event for each change, `progress` with the job's status in it, and `end` for the last one. The id is of the state
 * that it tells, so that whoever comes back is told again only what is new.
 */
export async function* jobEvents(
  jobs: JobService,
  { caller, id }: Pick<JobRecord, 'caller' | 'id'>,
  { seen, signal, silenceMs = heartbeatMs }: JobEventsOptions,
): AsyncGenerator<string, void, undefined> {
  yield `retry: ${reconnectMs}\n\n`;
  let told = seen;
  while (!signal.aborted) {
    const isNews = (job: JobRecord): boolean => versionOf(job) !== told || isFinished(job.state);
    const pause = AbortSignal.any([signal, abortAfter(silenceMs)]);
    // Gone, or nobody is to wait here any more: the stream ends, and asking again tells why.
    const job = await jobs.waitFor(caller, id, isNews, pause).catch(() => undefined);
    if (job === undefined) return;
    if (!isNews(job)) {
      if (!signal.aborted) yield ': still here\n\n';
      continue;
    }
    told = versionOf(job);
    const isLast = isFinished(job.state);
    const data = JSON.stringify(statusOf(job, Date.now()));
    yield `event: ${isLast ? 'end' : 'progress'}\nid: ${told}\ndata: ${data}\n\n`;
    if (isLast) return;
  }
}
