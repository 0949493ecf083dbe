/** Lets a person say what they would call the text. */
import type { VerdictLabel } from '#core/contracts/analysis';
import { readWords } from '../../i18n/read.ts';
import { labelWords } from '../../i18n/tones.ts';
import { Button } from '../button.tsx';
import { ToneMark } from '../tone-mark.tsx';
import { useFocusWhenShown } from '../use-focus-when-shown.ts';
import './correction.css';

/** What a person can call a text: everything but unsure. */
type CorrectedLabel = Exclude<VerdictLabel, 'unsure'>;

const choices = ['negative', 'neutral', 'positive', 'mixed'] as const satisfies readonly CorrectedLabel[];

/** What the person said of one text, and the ways to say something else. */
export interface CorrectionState {
  /** What the person called the text; null when they said nothing. */
  label: CorrectedLabel | null;
  /** Why keeping it failed, in words; null when it did not. */
  failure: string | null;
  save: (label: CorrectedLabel) => void;
  undo: () => void;
}

interface CorrectionProps {
  correction: CorrectionState;
  isOpen: boolean;
  onClose: () => void;
}

/** The question while it is open, and the answer once there is one. */
export function Correction({ correction, isOpen, onClose }: CorrectionProps) {
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
