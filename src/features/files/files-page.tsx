/** Files: tables of texts, read row by row on this device. */
import type { Runs } from '../../engine/runs/runs.ts';
import type { PlaceAddress } from '../../ui/place-address.ts';

export interface FilesPageProps {
  runs: Runs;
  /** Its detail is the run that is shown; its parameters are step, filters and sort. */
  address: PlaceAddress;
  /** Goes to Review with this run. */
  onReview: (runId: string) => void;
}

export function FilesPage({ address }: FilesPageProps) {
  return (
    <div className="page">
      <h1 className="page-title">Files</h1>
      <p>{address.detail}</p>
    </div>
  );
}
