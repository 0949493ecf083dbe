/** How a blind check was done, to be told with its figures. */
import type { Run } from '#core/contracts/run';
import { reviewWords } from '../../i18n/review.ts';
import type { BlindCheck } from '../../storage/blind-check.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import type { BlindStanding } from '../../storage/blind-figures.ts';
import { useCopy } from './use-copy.ts';

interface CheckMethodProps {
  run: Run;
  check: BlindCheck;
  standing: BlindStanding;
}

export function CheckMethod({ run, check, standing }: CheckMethodProps) {
  const { hasCopied, copy } = useCopy();
  const method = reviewWords.methodText({
    ...standing,
    drawnFrom: check.drawnFrom,
    seed: check.seed,
    name: run.name,
    models: run.models.map(({ name, version }) => `${name} ${version}`).join(', '),
  });
  const said = { true: reviewWords.methodCopied, false: reviewWords.methodNotCopied, null: '' }[
    `${hasCopied}`
  ];
  return (
    <details className="details">
      <summary>{reviewWords.method}</summary>
      <p className="review-method">{method}</p>
      <p className="page-actions">
        <Button onClick={() => copy(method)}>{reviewWords.methodCopy}</Button>
        {said !== '' && <span className="small">{said}</span>}
      </p>
      <LiveRegion message={said} />
    </details>
  );
}
