/** Rows of a file of which the person said otherwise than the model, in its table or in Review. */
import type { CorrectedRow } from '#core/contracts/run';
import { listCorrections } from '../../../storage/corrections.ts';

/** @throws UndertoneError `storage-unavailable` */
export async function correctedRows(runId: string): Promise<CorrectedRow[]> {
  const all = await listCorrections();
  return all.flatMap(({ origin, label, modelLabel }) =>
    origin?.runId === runId && label !== modelLabel ? [{ row: origin.row, label }] : [],
  );
}
