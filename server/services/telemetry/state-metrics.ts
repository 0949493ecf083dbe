/** Figures that are not counted but looked up when they are asked for: queue, processes, jobs, model. */
import { readFile } from 'node:fs/promises';
import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { ModelInfo } from '#core/contracts/analysis';
import { jobStates } from '#core/contracts/jobs';
import type { JobState } from '#core/contracts/jobs';
import { workClasses } from '../inference/inference.ts';
import type { InferenceLoad } from '../inference/inference.ts';

export interface WatchedState {
  readonly model: () => ModelInfo | null;
  readonly load: () => InferenceLoad;
  /** Jobs in each state. */
  readonly jobs: () => Promise<Record<JobState, number>>;
}

/** Adds gauges to the registry that tell what `state` says at the time of asking. */
export function showState(registry: Registry, prefix: string, { model, load, jobs }: WatchedState): void {
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: L[],
    collect: (gauge: Gauge<L>) => void | Promise<void>,
  ): Gauge<L> =>
    new Gauge({
      name: prefix + name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        return collect(this);
      },
    });

  gauge('queue_depth', 'Calls that wait to be read.', ['class'], (each) => {
    for (const name of workClasses) each.set({ class: name }, load().depth[name]);
  });
  gauge('queue_running', 'Calls that are being read.', [], (each) => each.set(load().running));
  gauge('predicted_wait_seconds', 'Of a short text that came now.', ['class'], (each) => {
    for (const name of workClasses) each.set({ class: name }, load().predictedWaitMs[name] / 1000);
  });
  gauge('worker_up', 'Whether a process can read.', ['worker'], (each) => {
    for (const [worker, { isReady }] of load().processes.entries()) each.set({ worker }, Number(isReady));
  });
  const restarts = new Counter({
    name: `${prefix}worker_restarts_total`,
    help: 'How often a process was started again, and why.',
    labelNames: ['worker', 'reason'],
    registers: [registry],
    collect() {
      restarts.reset();
      for (const [worker, facts] of load().processes.entries()) {
        for (const [reason, times] of Object.entries(facts.restarts)) restarts.inc({ worker, reason }, times);
      }
    },
  });
  gauge('worker_rss_bytes', 'Memory of a process, where the system tells.', ['worker'], async (each) => {
    each.reset();
    for (const [worker, { processId }] of load().processes.entries()) {
      const bytes = processId === undefined ? undefined : await residentBytes(processId);
      if (bytes !== undefined) each.set({ worker }, bytes);
    }
  });
  gauge('jobs', 'Jobs in each state.', ['state'], async (each) => {
    const counts = await jobs().catch(() => null);
    each.reset();
    // A store that does not answer must not take the other figures along.
    if (counts !== null) for (const state of jobStates) each.set({ state }, counts[state]);
  });
  gauge('model_info', '1 for the model that reads.', ['name', 'version', 'sha256'], (each) => {
    each.reset();
    const known = model();
    if (known === null) return;
    const { name, version, sha256 } = known;
    each.set({ name, version, sha256 }, 1);
  });
}

/** Of a process of this machine, by `/proc` (proc_pid_status(5)); undefined on systems without it. */
async function residentBytes(processId: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
