/** Review: a person reads rows of a file themselves, and what they said is kept. */
import type { Runs } from '../../engine/runs/runs.ts';

export interface ReviewPageProps {
  runs: Runs;
  /** The run that the address names; null where it names none. */
  runId: string | null;
  /** Shows another run: its address takes the place of the one before. */
  onRun: (runId: string) => void;
  /** Goes to Files. */
  onFiles: () => void;
}

export function ReviewPage({ runId }: ReviewPageProps) {
  return <div className="page">{runId}</div>;
}
