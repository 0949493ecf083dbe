/** Asks what the labels of a person's own model mean. */
import { useState } from 'react';
import { tones } from '#core/contracts/analysis';
import type { Tone } from '#core/contracts/analysis';
import type { LabelTones, OwnModel } from '#core/contracts/own-model';
import { guessTones, isUsable } from '#core/own/label-tones';
import { ownModelWords } from '../../i18n/own-model.ts';
import { labelWords } from '../../i18n/tones.ts';
import { Button } from '../../ui/button.tsx';
import { useFocusIfLost } from '../../ui/use-focus-if-lost.ts';

/** What a label was given; empty as long as it was given nothing. */
type Choice = Tone | 'left-out' | '';

interface LabelFormProps {
  model: OwnModel;
  onSave: (tones: LabelTones) => void;
  /** The person has just done what it follows from. */
  isAskedFor: boolean;
  /** What else can be done. */
  other: { label: string; act: () => void };
}

export function LabelForm({ model, onSave, isAskedFor, other }: LabelFormProps) {
  const [choices, setChoices] = useState<readonly Choice[]>(() => choicesOf(model));
  const [isAnswered, setIsAnswered] = useState(false);
  const first = useFocusIfLost<HTMLSelectElement>(String(isAskedFor), isAskedFor);
  // Labels of one name may stand at several places; the place is what counts.
  const rows = model.labels.map((label, index) => ({ id: `output ${index}`, label }));
  const given = choices.map((choice) => (choice === '' || choice === 'left-out' ? null : choice));
  const isComplete = !choices.includes('') && isUsable(given);

  function choose(index: number, value: string): void {
    const choice = choiceOf(value);
    setChoices((before) => before.map((old, at) => (at === index ? choice : old)));
  }

  return (
    <fieldset className="labels">
      <legend className="labels-title">{ownModelWords.labelsTitle}</legend>
      {rows.map(({ id, label }, index) => (
        <LabelRow
          key={id}
          label={label}
          choice={choices[index] ?? ''}
          selectRef={index === 0 ? first : undefined}
          onChoose={(value) => choose(index, value)}
        />
      ))}
      <p id="labels-note" className="small own-model-note">
        {isAnswered && !isComplete ? ownModelWords.labelsMissing : ownModelWords.labelsNote}
      </p>
      <p className="page-actions">
        <Button
          aria-describedby="labels-note"
          onClick={() => {
            setIsAnswered(true);
            if (isComplete) onSave(given);
          }}
        >
          {ownModelWords.saveLabels}
        </Button>
        <Button kind="text" onClick={other.act}>
          {other.label}
        </Button>
      </p>
    </fieldset>
  );
}

interface LabelRowProps {
  label: string;
  choice: Choice;
  selectRef: React.Ref<HTMLSelectElement> | undefined;
  onChoose: (value: string) => void;
}

function LabelRow({ label, choice, selectRef, onChoose }: LabelRowProps) {
  return (
    <label className="label-row">
      <span className="label-name">{label}</span>
      <select
        ref={selectRef}
        className="select"
        value={choice}
        onChange={(event) => onChoose(event.target.value)}
      >
        {choice === '' && <option value="">{ownModelWords.choose}</option>}
        {tones.map((tone) => (
          <option key={tone} value={tone}>
            {labelWords[tone]}
          </option>
        ))}
        <option value="left-out">{ownModelWords.leaveOut}</option>
      </select>
    </label>
  );
}

/** What was said before, or what the names plainly say. */
function choicesOf({ labels, tones: said }: OwnModel): Choice[] {
  if (said !== null) return said.map((tone) => tone ?? 'left-out');
  return guessTones(labels).map((tone) => tone ?? '');
}

function choiceOf(value: string): Choice {
  return tones.find((tone) => tone === value) ?? (value === 'left-out' ? value : '');
}
