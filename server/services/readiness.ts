/** Whether texts can be read now, by the evidence of a reading and not by the state of a process. */
import type { Health } from '#core/contracts/service';
import type { Inference } from './inference/inference.ts';
import type { Lifecycle } from './lifecycle.ts';

/** A reading this recent is evidence enough. */
const usualRecentMs = 10_000;
const probeDeadlineMs = 2000;
const probeText = 'All is well.';
const model = ['model'] as const;
const storage = ['storage'] as const;

export interface ReadinessParts {
  readonly inference: Inference;
  readonly lifecycle: Lifecycle;
  /** Whether what the server keeps can be reached. */
  readonly ping: () => Promise<void>;
  readonly recentMs?: number;
}

export type Readiness = () => Promise<Health>;

/** @returns a function that tells it; where nothing was read of late it has a text of its own read, one at a time */
export function createReadiness({
  inference,
  lifecycle,
  ping,
  recentMs = usualRecentMs,
}: ReadinessParts): Readiness {
  let probe: Promise<boolean> | null = null;

  const hasReadOfLate = (): boolean =>
    inference.lastReadAtMs !== null && performance.now() - inference.lastReadAtMs < recentMs;

  async function canRead(): Promise<boolean> {
    if (hasReadOfLate()) return true;
    probe ??= inference
      .analyze({ text: probeText, anyLanguage: true }, { deadlineMs: probeDeadlineMs })
      .then(
        () => true,
        () => hasReadOfLate(),
      )
      .finally(() => {
        probe = null;
      });
    return probe;
  }

  return async () => {
    if (lifecycle.isDraining) return { status: 'draining' };
    const { kind } = inference.state;
    if (kind !== 'ready' && kind !== 'failed') return { status: 'starting' };
    const [reads, reaches] = await Promise.all([
      kind === 'ready' && canRead(),
      ping().then(
        () => true,
        () => false,
      ),
    ]);
    if (reads && reaches) return { status: 'ok' };
    return { status: 'failed', failing: [...(reads ? [] : model), ...(reaches ? [] : storage)] };
  };
}
