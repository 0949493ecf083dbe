/** One correction: the text, what the model and the person call it, and where that was said. */
import { reviewWords } from '../../i18n/review.ts';
import { labelWords } from '../../i18n/tones.ts';
import type { Correction } from '../../storage/corrections.ts';
import { Button } from '../../ui/button.tsx';
import { ToneMark } from '../../ui/tone-mark.tsx';
import { inSentence } from './model-answer.ts';
import { placeOf } from './training-rows.ts';

interface CorrectionRowProps {
  correction: Correction;
  onRemove: () => void;
}

export function CorrectionRow({ correction, onRemove }: CorrectionRowProps) {
  const { text, label, modelLabel, savedAtMs, origin } = correction;
  const isSame = label === modelLabel;
  return (
    <li className="correction-row">
      <ToneMark tone={label} />
      <div className="correction-body">
        <p className="correction-text">{text}</p>
        <p className="small">
          <span className="correction-labels">
            {isSame
              ? reviewWords.saidSame(labelWords[label])
              : reviewWords.saidBoth(inSentence(modelLabel), inSentence(label))}
          </span>
          {' · '}
          {reviewWords.where(
            reviewWords.fromPlaces[placeOf(correction)],
            origin === undefined ? null : { row: origin.row + 1, name: origin.runName },
          )}
          {' · '}
          {reviewWords.when(savedAtMs)}
        </p>
      </div>
      <Button kind="text" aria-label={reviewWords.removeOf(beginningOf(text))} onClick={onRemove}>
        {reviewWords.remove}
      </Button>
    </li>
  );
}

const namedCharacters = 60;

/** Enough of a text to tell it from others by ear. */
function beginningOf(text: string): string {
  const characters = Array.from(text.slice(0, 2 * namedCharacters));
  return characters.length <= namedCharacters ? text : `${characters.slice(0, namedCharacters).join('')}…`;
}
