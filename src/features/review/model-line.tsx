/** What the model says of a row, and the person's own answer beside it. */
import type { RowReading } from '#core/contracts/row-result';
import { reviewWords } from '../../i18n/review.ts';
import { labelWords } from '../../i18n/tones.ts';
import type { CorrectedLabel } from '../../storage/corrections.ts';
import { ToneMark } from '../../ui/tone-mark.tsx';
import { modelAnswer } from './model-answer.ts';

interface ModelLineProps {
  reading: RowReading;
  /** Null where they gave none. */
  given: CorrectedLabel | null;
}

export function ModelLine({ reading, given }: ModelLineProps) {
  return (
    <dl className="review-said-by">
      <div>
        <dt>{reviewWords.model}</dt>
        <dd data-tone={reading.label}>
          <ToneMark tone={reading.label} />
          {modelAnswer(reading)}
        </dd>
      </div>
      {given !== null && (
        <div>
          <dt>{reviewWords.you}</dt>
          <dd data-tone={given}>
            <ToneMark tone={given} />
            {labelWords[given]}
          </dd>
        </div>
      )}
    </dl>
  );
}
