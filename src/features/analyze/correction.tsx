/** Lets a person say what they would call the text. */
import { readWords } from '../../i18n/read.ts';
import { labelWords } from '../../i18n/tones.ts';
import type { CorrectedLabel } from '../../storage/corrections.ts';
import { Button } from '../../ui/button.tsx';
import { ToneMark } from '../../ui/tone-mark.tsx';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';
import { useCorrection } from './use-correction.ts';
import type { ReadText } from './use-reading.ts';

const choices = ['negative', 'neutral', 'positive', 'mixed'] as const satisfies readonly CorrectedLabel[];

interface CorrectionProps {
  read: ReadText;
  isOpen: boolean;
  onClose: () => void;
}

/** The question while it is open, and the answer once there is one. */
export function Correction({ read, isOpen, onClose }: CorrectionProps) {
  const correction = useCorrection(read);

  if (isOpen)
    return <CorrectionQuestion given={correction.label} onGive={correction.save} onClose={onClose} />;
  if (correction.failure !== null) return <p className="correction-note small">{correction.failure}</p>;
  if (correction.label === null) return null;
  return (
    <p className="correction-note small">
      {readWords.corrected(labelWords[correction.label].toLowerCase())} {readWords.correctSaved}{' '}
      <Button kind="text" onClick={correction.undo}>
        {readWords.undo}
      </Button>
    </p>
  );
}

interface CorrectionQuestionProps {
  /** What the person said before. */
  given: CorrectedLabel | null;
  onGive: (label: CorrectedLabel) => void;
  onClose: () => void;
}

function CorrectionQuestion({ given, onGive, onClose }: CorrectionQuestionProps) {
  const first = useFocusWhenShown<HTMLButtonElement>();
  return (
    <fieldset className="correction">
      <legend className="correction-question">{readWords.correctQuestion}</legend>
      <div className="correction-choices">
        {choices.map((label, index) => (
          <button
            key={label}
            ref={index === 0 ? first : undefined}
            type="button"
            className="button correction-choice"
            aria-pressed={given === label}
            onClick={() => {
              onGive(label);
              onClose();
            }}
          >
            <ToneMark tone={label} />
            {labelWords[label]}
          </button>
        ))}
      </div>
      <Button kind="text" onClick={onClose}>
        {readWords.correctCancel}
      </Button>
    </fieldset>
  );
}
